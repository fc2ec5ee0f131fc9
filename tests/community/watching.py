"""A group whose automod looks for something: what tests about it are made of."""

from __future__ import annotations

from typing import Any

from community.models import AutomodRule, Case, Comment, Post
from community.services.automod import rules
from community.services.automod.wishes import Wish
from tests.community import cast
from tests.community.moderating import LATER, decide

SPAM = "The best casino in town."


def watch(mod: Any, group: Any, cause: str = "words", act: str = "hold", **more: Any) -> AutomodRule:
    """Have `mod` write a rule of automod that stands for the group's second rule."""
    more.setdefault("lines", "casino" if cause == "words" else "")
    made = rules.add(
        by=mod, group=group, wish=Wish(cause=cause, act=act, rule=more.pop("rule", 2), **more), now=cast.NOON
    )
    group.refresh_from_db()
    return made


def case_of(what: Post | Comment) -> Case:
    """Return the latest case about it."""
    name = "post" if isinstance(what, Post) else "comment"
    return Case.objects.filter(**{name: what}).latest("pk")


def approve(what: Post | Comment, by: Any, **more: Any) -> Case:
    return decide(case_of(what), by, "approve", rule=None, reason="", now=more.pop("now", LATER), **more)


def decline(what: Post | Comment, by: Any, **more: Any) -> Case:
    return decide(case_of(what), by, "decline", **more)
