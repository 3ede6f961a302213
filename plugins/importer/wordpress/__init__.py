"""Read what WordPress exports, and say what becomes of it here."""
