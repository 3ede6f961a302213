"""Send an issue, now or at a time, in all its languages or in none, and never twice."""
