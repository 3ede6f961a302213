"""Read an export of WordPress: its items, their languages, texts, forms and old addresses."""
