"""Build every edition and all that they share, and publish it whole or not at all."""
