"""Lists cost the same number of queries however many rows they have."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gamify.services import process
from lib import clock
from tests.api.callers import Caller
from tests.community import cast

pytestmark = pytest.mark.django_db
KNOWN = 1  # the member; the session is in the cache


def fill(place, mei, count: int) -> None:
    for _ in range(count):
        person = cast.member(place)
        post = cast.post(person, place, "Quiet #calm words.", emotions=("calm",))
        cast.answer(person, cast.post(mei, place))
        Caller(mei).put(f"posts/{post.public_id}/reaction", {"kind": "felt"})
        cast.group()
    process.sweep(now=clock.now())


def costs(caller: Caller, path: str) -> tuple[int, int]:
    """Return how many queries the list costs and how many rows it has."""
    caller.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = caller.get(path).json()["results"]
    return len(queries), len(found)


LISTS = {
    "feeds/for-you": KNOWN + 9,
    "feeds/latest": KNOWN + 4,
    "feeds/mine": KNOWN + 4,
    "groups/tea/posts": KNOWN + 6,
    "topics/calm/posts": KNOWN + 5,
    "members/mei/posts": KNOWN + 5,
    "groups": KNOWN + 3,
    "groups/tea/members": KNOWN + 3,
    "notifications": KNOWN + 2,
    "activities": KNOWN + 2,
    "points": KNOWN + 2,
}


def test_every_list_costs_the_same_for_one_row_and_for_many(economy, place, mei, as_mei):
    fill(place, mei, 1)
    few = {path: costs(as_mei, path) for path in LISTS}

    fill(place, mei, 12)
    many = {path: costs(as_mei, path) for path in LISTS}

    assert {path: found[0] for path, found in few.items()} == LISTS
    assert {path: found[0] for path, found in many.items()} == LISTS
    assert all(many[path][1] > few[path][1] > 0 for path in LISTS)


def test_a_conversation_costs_the_same_for_one_and_for_twenty(place, mei, as_mei):
    post = cast.post(mei, place)
    cast.answer(mei, post)
    few, _rows = costs(as_mei, f"posts/{post.public_id}/comments")
    for _ in range(20):
        cast.answer(cast.member(place), post)

    many, rows = costs(as_mei, f"posts/{post.public_id}/comments")

    assert (few, many, rows) == (KNOWN + 3, KNOWN + 3, 21)
