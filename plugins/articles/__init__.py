"""Read an editor's Markdown file: header, forms, markup, typesetting, and all that is wrong."""
