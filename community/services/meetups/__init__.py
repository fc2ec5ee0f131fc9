"""Meetups: beginning and changing them, who comes, what others hear of it."""
