"""Pages about what is connected."""
