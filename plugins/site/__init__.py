"""Make one edition of the site per language, and what all editions share."""
