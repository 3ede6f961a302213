"""Make one edition of the site per language: addresses, catalogue, own content, lists, feeds."""
