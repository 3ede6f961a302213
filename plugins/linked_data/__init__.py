"""Tell search engines in their own words, JSON-LD after schema.org, what a page is."""
