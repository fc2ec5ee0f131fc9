"""The engine's tables, read and written in sets: a fixed number of statements whatever the size of the batch."""
