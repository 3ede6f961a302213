"""Read the folder content/: texts, what they name, and what is wrong with them."""
