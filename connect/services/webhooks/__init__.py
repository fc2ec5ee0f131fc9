"""News for other programs, by Standard Webhooks 1.0: written with its cause, signed, sent until it is taken."""
