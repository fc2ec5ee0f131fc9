"""A card that does not show all says where the rest is."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import OpenPage
from tests.journeys.town import Town, publish

CUT = "lines => lines.scrollHeight > lines.clientHeight + 2"


@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844), (1280, 900)])
def test_whatever_is_cut_can_be_read_on(open_page: OpenPage, town: Town, width: int, height: int) -> None:
    for number in (30, 50, 65, 100, 118, 119, 150):
        publish(town.founder, town.tea, "茶" * number, "calm")
        publish(town.founder, town.tea, "leaves in hot water " * (number // 10), "calm")
    publish(town.founder, town.tea, "one\n\ntwo\n\nthree\n\nfour", "calm")
    page = open_page(town.ben, viewport={"width": width, "height": height})
    page.goto("/g/tea/")

    cards = page.locator("#feed article.post")
    found = {"cut": 0, "whole": 0}
    for card in cards.all():
        is_cut = card.locator(".post-lines").evaluate(CUT) or card.locator(".post-lines").inner_text().endswith("…")
        leads_on = card.get_by_role("link", name="Read on").is_visible()
        assert leads_on or not is_cut, card.locator(".post-lines").inner_text()
        found["cut" if is_cut else "whole"] += not (leads_on and not is_cut)
    assert found["cut"] >= 3
    assert found["whole"] >= 3
