"""Callers, and the smallest community that has one of everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches

from accounts.models import User
from lib import clock
from tests import economy as default
from tests.api.callers import Caller
from tests.community import cast


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    yield
    for name in ("default", "fragments"):
        caches[name].clear()


@pytest.fixture
def sessions_stay(settings: Any) -> None:
    """Between requests every limit is forgotten with the cache; who is signed in need not be read again for that."""
    settings.SESSION_CACHE_ALIAS = "fragments"


@pytest.fixture
def visitor(db: None) -> Caller:
    return Caller(None)


@pytest.fixture
def economy(db: None) -> None:
    default.publish(now=clock.now())


@pytest.fixture
def place(db: None) -> Any:
    return cast.group("tea")


@pytest.fixture
def mei(place: Any) -> User:
    return cast.member(place, "mei")


@pytest.fixture
def as_mei(mei: User) -> Caller:
    return Caller(mei)
