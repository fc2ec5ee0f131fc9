"""What programs arrange about themselves, and what they are told."""
