"""The community's part of the API."""
