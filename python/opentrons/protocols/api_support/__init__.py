"""API levels and what depends on them."""
