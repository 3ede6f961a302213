"""Bring a text of one language up to date with another, paragraph beside paragraph."""
