"""Watch over what must be right around the program, and tell the firm what is wrong."""
