"""Automod: what a group watches for in what is written there, and the raid switch."""
