"""Report on what was sent, on where each issue is, and on the state of the account."""
