"""Make the drafts at the provider equal to the outbox; never send."""
