"""What people type about what is connected."""
