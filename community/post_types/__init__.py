"""The kinds of post there are: one small file each (docs/extending/post_types.md)."""

from community.post_types import milestone, note, question, review, story
from community.post_types.registry import PostType, every, get

__all__ = ["PostType", "every", "get", "milestone", "note", "question", "review", "story"]
