"""Read the declaration of a form, and say what is wrong with it."""
