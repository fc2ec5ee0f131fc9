"""The inbox's part of the API."""
