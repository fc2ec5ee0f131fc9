"""How the shipped models are made: from labelled posts, with the standard library alone, the same bytes each time."""
