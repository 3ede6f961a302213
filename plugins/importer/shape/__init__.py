"""Shape HTML of Word or of a web page: paragraphs with facts become headings, lists and notes."""
