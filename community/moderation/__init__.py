"""What moderators can do: one small file each (docs/extending/moderation.md)."""

from community.moderation import (
    ban,
    close,
    keep,
    letters,
    mute,
    overturn,
    picture,
    reinstate,
    remove,
    restore,
    strike,
    unban,
    unmute,
    uphold,
)
from community.moderation.registry import CHOOSE, Action, Deed, every, find, for_appeal, for_case, get

__all__ = [
    "CHOOSE",
    "Action",
    "Deed",
    "ban",
    "close",
    "every",
    "find",
    "for_appeal",
    "for_case",
    "get",
    "keep",
    "letters",
    "mute",
    "overturn",
    "picture",
    "reinstate",
    "remove",
    "restore",
    "strike",
    "unban",
    "unmute",
    "uphold",
]
