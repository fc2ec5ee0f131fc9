"""What automod looks for in the demo's groups, and what it held: a text waits in the queue of the Tea Table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from community.models import Group
from community.services import posts
from community.services.automod import rules
from community.services.automod.wishes import Wish
from community.services.composition import Composition
from demo import content


@transaction.atomic
def live(*, users: Mapping[str, User], groups: Mapping[str, Group], now: datetime) -> None:
    """Have moderators say what to look for, and authors write what meets it."""
    for wanted in content.automod():
        group, by = groups[wanted["group"]], users[wanted["by"]]
        wish = Wish(cause=wanted["cause"], act=wanted["act"], rule=wanted["rule"], lines=wanted["lines"])
        rules.add(by=by, group=group, wish=wish, now=now - timedelta(days=wanted["days_ago"]))
        for held in wanted["held"]:
            posts.publish(
                author=users[held["author"]],
                group=group,
                composition=Composition(body=held["body"], emotions=tuple(held["emotions"]), title=held["title"]),
                key=held["key"],
                now=now - timedelta(hours=held["hours_ago"]),
            )
