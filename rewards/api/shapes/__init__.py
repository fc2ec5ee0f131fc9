"""What bodies look like."""
