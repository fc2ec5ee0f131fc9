"""The outside: how other programs speak with Hearth."""
