"""The game as the API writes and reads it."""
