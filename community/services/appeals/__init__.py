"""Appeals: a member asks that somebody else look at a decision again (docs/moderation.md)."""
