"""The members' part of the API."""
