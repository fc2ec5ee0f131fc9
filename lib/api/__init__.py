"""What the endpoints of all apps share: reading strictly, answering in one shape, and saying so in the description."""
