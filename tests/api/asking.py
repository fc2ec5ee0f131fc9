"""Rows of who may do what, asked in each role and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests.api import answers
from tests.api.callers import Row, counts

NOT_ASKED = "-"
OUTSIDE = 3  # roles: visitor, outsider, banned


def asked_again(row: Row) -> Row:
    """Return what is asked in a secret group too: what differs there, those outside, and one whom it lets in.

    A visitor whom the door turns away is turned away before anybody looks at the group.
    """
    before, now = row.public.split(), (row.secret or row.public).split()
    let_in = next((place for place in range(OUTSIDE, len(now)) if now[place].startswith("2")), None)
    again = [
        status if status != was or place == let_in or (place < OUTSIDE and status != "401") else NOT_ASKED
        for place, (was, status) in enumerate(zip(before, now, strict=True))
    ]
    return replace(row, public=" ".join(again))


def hidden(row: Row) -> Row:
    """Return what visitors and outsiders read of something in a secret group."""
    of_visitors = NOT_ASKED if row.public.startswith("401") else "404"
    return replace(row, public=" ".join(row.secret.split()[:2]) or f"{of_visitors} 404")


def asked_by(row: Row, roles: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Return the roles that ask, and what each is answered.

    Where nothing sets apart those who are signed in, every other role asks, and the last.
    """
    statuses = row.public.split()
    is_plain = len(set(statuses[1:])) == 1
    for place, (role, status) in enumerate(zip(roles, statuses, strict=True)):
        is_needed = not is_plain or place % 2 == 0 or role == roles[-1]
        if status != NOT_ASKED and is_needed:
            yield role, status


@override_settings(SESSION_CACHE_ALIAS="fragments")  # rows forget every limit between them, not who is signed in
def asked_of(rows: Iterable[Row], roles: Any, callers: Any, ids: dict[str, str], watched: Any) -> list[str]:
    """Ask each row in each role and take it back; return what came out otherwise."""
    for caller in callers.values():
        caller.get("emotions")  # the day's visit
    before, wrong = counts(watched), []
    for row in rows:
        cache.clear()
        for role, status in asked_by(row, roles):
            with transaction.atomic():
                response = row.ask(callers[role], ids)
                if response.status_code != int(status):
                    said = f"{response.status_code}, not {status}: {response.content[:90]!r}"
                    wrong.append(f"{role} {row.method} {row.path}: {said}")
                wrong += [*answers.misfits(row, response), *answers.untold(row, response)]
                if response.status_code >= 400 and counts(watched) != before:
                    wrong.append(f"{role} {row.method} {row.path} was refused, and changed something")
                transaction.set_rollback(True)
    return wrong
