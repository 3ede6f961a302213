"""Read what articles name and the firm declares once: topics, and laws as they stand on a day."""
