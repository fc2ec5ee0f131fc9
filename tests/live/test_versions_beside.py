"""Where topics are known only with their rows, as those of a list's cards: none is marked as newer than its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from live.selectors import topics as reads
from live.services import topics
from tests.community import proposing
from tests.community.test_vote_rounds import opened
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.contests import House
from tests.rewards import arena, factories as f, scenes
from tests.rewards.browsing import signed_in

pytestmark = pytest.mark.django_db
PAGES: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("proposal", "/proposals/", lambda clock: proposing.opened(target=100)),
    ("challenge", "/challenges/", lambda clock: House(clock, budget=1000).running()),
    ("battle", "/battles/", lambda clock: arena.running(clock, players=(1, 1))),
    ("round", "/votes/{id}/", lambda clock: opened()[0]),
    ("buyteam", "/buy/t/{id}/", lambda clock: scenes.team(f.campaign(), *scenes.people(1))),
]


@contextmanager
def moving_when_read(table: str, topic: str) -> Iterator[None]:
    """Let the topic move right after each statement that reads the table."""

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        result = execute(sql, *rest)
        if sql.startswith("SELECT") and f'FROM "{table}"' in sql:
            with transaction.atomic():
                topics.touch(topic)
        return result

    with connection.execute_wrapper(watch):
        yield


@pytest.mark.parametrize(("kind", "path", "make"), PAGES)
def test_what_moved_while_the_page_was_read_is_asked_for_again(
    kind: str,
    path: str,
    make: Callable[[Any], Any],
    economy: Any,  # noqa: F811
    clock: Any,
    settings: Any,
) -> None:
    settings.HEARTH_TRUST_DAYS = 0
    row = make(clock)
    topic = f"{kind}:{row.pk}"
    topics.touch(topic)

    with moving_when_read(row._meta.db_table, topic):
        page = signed_in(None).get(path.format(id=row.public_id)).content.decode()

    drawn = re.search(f'data-live="{topic}" data-live-version="([0-9]+)"', page)
    assert drawn
    assert 0 < int(drawn[1]) < reads.versions([topic])[topic]
