"""How Hearth looks: emotions, avatars, icons, theme and the living style guide."""
