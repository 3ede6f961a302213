"""Receive what visitors send: check it, keep it, thank them."""
