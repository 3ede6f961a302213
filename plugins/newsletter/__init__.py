"""Make an issue an email, the email a draft at the provider, and the draft leave exactly once."""
