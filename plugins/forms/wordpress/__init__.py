"""Find the WordPress shortcodes of forms in imported texts."""
