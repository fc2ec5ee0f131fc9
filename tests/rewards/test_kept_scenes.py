"""A scene that is laid is the one that was built: the same rows, keys and words, and only where nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from rewards.models import Campaign
from tests import kept_scenes
from tests.rewards import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_scene_is_laid_row_for_row_as_it_was_built(clock: Any) -> None:
    built, rows = factories.campaign(stock=77), kept_scenes._rows()
    kept_scenes.begin_anew()
    assert not Campaign.objects.exists()

    laid = factories.campaign(stock=77)

    assert laid == built
    assert laid is not built
    assert kept_scenes._rows() == rows
    assert factories.campaign(stock=77) != built  # something is there already: this one is another
