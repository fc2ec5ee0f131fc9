"""Every test of buying together begins without what another one had cached."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    caches["default"].clear()
    yield
    caches["fragments"].clear()
