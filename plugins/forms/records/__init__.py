"""Keep what visitors sent until its time is over, and show what is kept."""
