"""Read HTML of Word's clipboard, of a web page or of a file: from bytes to HTML with facts."""
