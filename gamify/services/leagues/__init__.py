"""Leagues: seats for those who earned, and what a week comes to."""
