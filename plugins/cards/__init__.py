"""Draw what stands for a page elsewhere: the card that a shared link shows, the site's icons."""
