"""Move in: texts of WordPress, of Word and of web pages become files of the content folder."""
