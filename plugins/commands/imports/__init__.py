"""Take over texts that were written elsewhere."""
