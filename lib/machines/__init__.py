"""State machines with a log: the paths a row may take, what such a row has, and taking one step."""
