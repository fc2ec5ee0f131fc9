"""What moderators can do: one small file each (docs/extending/moderation.md)."""

from community.moderation import ban, keep, letters, mute, picture, reinstate, remove, restore, strike, unban, unmute
from community.moderation.registry import Action, Deed, every, find, for_case, get

__all__ = [
    "Action",
    "Deed",
    "ban",
    "every",
    "find",
    "for_case",
    "get",
    "keep",
    "letters",
    "mute",
    "picture",
    "reinstate",
    "remove",
    "restore",
    "strike",
    "unban",
    "unmute",
]
