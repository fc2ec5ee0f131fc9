"""Two members who have nothing to do with each other yet."""

from __future__ import annotations

import pytest

from accounts.models import User
from tests.factories import member


@pytest.fixture
def ana() -> User:
    return member(handle="ana_one")


@pytest.fixture
def bo() -> User:
    return member("Bo", handle="bo_one")
