"""Add to a text what is not typed: pictures, what was written elsewhere, topics that are new."""
