"""A card that does not show all says where the rest is."""

from __future__ import annotations

from tests.journeys.conftest import OpenPage
from tests.journeys.town import Town, publish

SCREENS = ((360, 740), (390, 844), (1280, 900))
READ = """cards => cards.map((card) => {
  const lines = card.querySelector(".post-lines");
  const further = [...card.querySelectorAll("a")].find((link) => link.textContent.includes("Read on"));
  return {
    lines: lines.innerText,
    isCut: lines.scrollHeight > lines.clientHeight + 2 || lines.innerText.endsWith("…"),
    leadsOn: Boolean(further?.checkVisibility()),
  };
})"""


def test_whatever_is_cut_can_be_read_on(open_page: OpenPage, town: Town) -> None:
    for number in (30, 50, 65, 100, 118, 119, 150):
        publish(town.founder, town.tea, "茶" * number, "calm")
        publish(town.founder, town.tea, "leaves in hot water " * (number // 10), "calm")
    publish(town.founder, town.tea, "one\n\ntwo\n\nthree\n\nfour", "calm")
    page = open_page(town.ben)

    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/g/tea/")
        cards = page.locator("#feed article.post").evaluate_all(READ)
        unfinished = [card["lines"] for card in cards if card["isCut"] and not card["leadsOn"]]
        assert not unfinished, (width, unfinished)
        assert sum(card["isCut"] for card in cards) >= 3, width
        assert sum(not card["isCut"] and not card["leadsOn"] for card in cards) >= 3, width
