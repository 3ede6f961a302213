"""Work out what is to be written of an export: which texts, where, under which topics."""
