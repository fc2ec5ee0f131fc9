"""Buying together's part of the API."""
