"""Move texts in, from WordPress, Word or a web page, and prove that none of their words is lost."""
