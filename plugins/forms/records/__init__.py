"""Keep what visitors sent until its time is over, and tell what is kept."""
