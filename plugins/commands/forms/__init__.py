"""Receive what visitors send, and do with it what a person asks and the law wants."""
