"""What every test of the community gets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    """Forget what an earlier test drew: its rows had the same primary keys."""
    yield
    for name in ("default", "fragments"):
        caches[name].clear()
