"""The game's part of the API."""
