"""What an erased account leaves behind of its meetups: nobody keeps its words, and nobody waits at a closed door."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from community import paths
from community.models import Case, Meetup
from community.services.meetups import locking, notifying
from inbox.services import notifications
from live.services import topics

_BLANK = {"title": "", "body": "", "html": "", "venue": "", "link": "", "reason": "", "reminds_at": None}


def words(*, user: User, now: datetime) -> None:
    """Empty the meetups that they began; those ahead are called off first. Inside a transaction. Locks: each, by id."""
    mine = Meetup.objects.filter(author=user).exclude(title="")
    held = [locking.meetup(pk) for pk in mine.order_by("pk").values_list("pk", flat=True)]
    for case in Case.objects.filter(meetup__author=user):
        Case.objects.filter(pk=case.pk).update(snapshot={"body": "", "html": "", "at": case.snapshot.get("at", "")})
    mine.update(**_BLANK, called_off_at=now)
    notifications.forget(pages=[paths.of_meetup(each) for each in held])
    ahead = [each for each in held if each.is_published and not each.is_called_off and not each.is_over(now)]
    told = [name for each in ahead for name in notifying.withdrawn(each, now=now)]
    topics.touch(*told, *(name for each in held for name in notifying.topics_of(each)))
