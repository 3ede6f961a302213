"""Know who comes to the desk of a firm: accounts, invitations, sessions, and their pages."""
