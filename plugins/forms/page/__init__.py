"""Draw a form on its page."""
