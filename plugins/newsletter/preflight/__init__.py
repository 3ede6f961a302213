"""Look at an email before it is sent."""
