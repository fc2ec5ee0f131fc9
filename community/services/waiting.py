"""Who judges is told what waits for them: one line for each group, however much is reported there."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.urls import reverse

from accounts.models import User
from community import targets
from community.models import Case
from community.services import judging, sending
from inbox.services import gathering

_KIND = "case_opened"
HELD = ":held"  # after the kind of what waits for approval


def tell(case: Case, reporter: User | None, *, now: datetime) -> list[sending.Letter]:
    """Return what those who judge are told of a new case, but for whoever reported it (None: automod)."""
    add = partial(
        gathering.add,
        kind=_KIND,
        key=_key(case),
        thing=gathering.Waiting(
            name=str(case.pk), what=_what(case), url=reverse("community:case-detail", args=[case.pk])
        ),
        data={"group": case.group.names if case.group else {}},
        now=now,
    )
    people = [person for person in judging.people(case) if person != reporter]
    is_theirs = not targets.is_vote(case) and judging.has_moderators(case)
    return [
        sending.Letter(person, partial(add, recipient=person, whole_url=_queue(case, person, is_theirs)))
        for person in people
    ]


def done(case: Case, *, now: datetime) -> None:
    """Take a case that is decided from the inboxes of those who judge. Inside the caller's transaction."""
    people = [person.pk for person in judging.people(case)]
    gathering.take(kind=_KIND, key=_key(case), name=str(case.pk), people=people, now=now)


def _what(case: Case) -> str:
    """Return what waits: the word for it, marked when it is to be approved."""
    return targets.kind_in(case) + (HELD if case.is_approval else "")


def _key(case: Case) -> str:
    return f"queue:{case.group_id or ''}"


def _queue(case: Case, person: User, is_theirs: bool) -> str:
    """Return where `person` finds all of it: staff have a queue of their own for what is not the group's."""
    if case.group is None or (person.is_staff and not is_theirs):
        return reverse("community:vote-cases")
    return reverse("community:group-queue", args=[case.group.slug])
