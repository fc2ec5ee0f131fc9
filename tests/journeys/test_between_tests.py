"""What a test's pages still ask for at its end is answered before its database is emptied, and counts as its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from community.models import Group
from community.selectors import standings
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.town import Town
from tests.site import front

EMPTYING_SECONDS = 0.3


class Dawdler:
    """A view that is asked at a test's end and looks into the database a while later."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.found: list[bool] = []

    def __call__(self, **_asked: Any) -> None:
        self.began.set()
        threading.Event().wait(EMPTYING_SECONDS)
        self.found.append(Group.objects.exists())
        raise ZeroDivisionError


@pytest.fixture
def dawdler() -> Iterator[Dawdler]:
    """Set up before the database is, and so torn down when that is empty again."""
    dawdler = Dawdler()
    yield dawdler
    assert dawdler.found == [True]
    assert front.accidents == ["status: 500 /g/tea/"]


def test_a_request_in_flight_at_the_end_is_answered_and_counts(
    dawdler: Dawdler, open_page: OpenPage, town: Town, problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems.allow("500")
    page = open_page(town.ben)
    page.goto("/health/")
    monkeypatch.setattr(standings, "access_group", dawdler)

    page.evaluate("() => { fetch('/g/tea/', { keepalive: true }); }")

    assert dawdler.began.wait(5)
