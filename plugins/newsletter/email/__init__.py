"""Render an issue as an email: HTML that every mail program draws, and plain text."""
