"""Write a text at the desk: its header as fields, its words, and the file that becomes of them."""
