"""Turn an issue into an email, the email into a draft at the provider, and send it exactly once."""
