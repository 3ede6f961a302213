"""Declare a form once; draw it on a page, find it in a text, receive, keep and deliver it."""
