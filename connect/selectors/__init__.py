"""Reading what is connected."""
