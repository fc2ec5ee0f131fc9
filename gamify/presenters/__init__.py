"""Selectors' answers in the shape that the elements draw, in the active language."""
