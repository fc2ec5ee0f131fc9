"""Votes about several proposals: drafted, frozen and opened, cast, counted, and counted again by anybody."""
