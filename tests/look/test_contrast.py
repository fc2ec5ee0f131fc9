from __future__ import annotations

import pytest

from look.emotions import EMOTIONS
from tests.look import css

TEXT = 4.5
SHAPE = 3.0
PAIRS = [
    ("ink", "mist", 7),
    ("ink", "card", 7),
    ("ink", "sunk", 7),
    ("ink-2", "mist", TEXT),
    ("ink-2", "card", TEXT),
    ("ink-2", "sunk", TEXT),
    ("on-fill", "fill", 7),
    ("on-marker", "marker", 7),
    ("night", "marker", 7),
    ("danger", "mist", TEXT),
    ("danger", "card", TEXT),
    ("danger", "sunk", TEXT),
    ("danger", "danger-tint", TEXT),
    ("ink", "danger-tint", 7),
    ("on-danger", "danger", TEXT),
    ("danger-on-fill", "fill", SHAPE),
    ("success", "card", TEXT),
    ("team-a", "card", TEXT),
    ("team-b", "card", TEXT),
    ("team-c", "card", TEXT),
    ("team-d", "card", TEXT),
    ("team-e", "card", TEXT),
    ("team-f", "card", TEXT),
    ("team-g", "card", TEXT),
    ("team-h", "card", TEXT),
    ("control", "mist", SHAPE),
    ("control", "card", SHAPE),
    ("control", "sunk", SHAPE),
]


@pytest.mark.parametrize("theme", css.THEMES)
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_ink_stands_out_from_its_ground(front: str, back: str, least: float, theme: str) -> None:
    known = css.tokens()

    assert css.contrast(known[front][theme], known[back][theme]) >= least


@pytest.mark.parametrize("theme", css.THEMES)
@pytest.mark.parametrize("key", EMOTIONS)
def test_a_feeling_is_readable_on_its_tint_the_card_and_the_page(key: str, theme: str) -> None:
    known, mood = css.tokens(), css.rules_of("data-mood")[key]
    ink, tint = mood["m"][theme], mood["mt"][theme]

    assert css.contrast(ink, tint) >= 5.6
    assert css.contrast(ink, known["card"][theme]) >= 5.6
    assert css.contrast(ink, known["mist"][theme]) >= 5.6
    assert css.contrast(ink, known["sunk"][theme]) >= TEXT
    assert css.contrast(ink, known["on-mood"][theme]) >= TEXT


def test_every_avatar_tint_carries_night_ink() -> None:
    night = css.tokens()["night"]["light"]
    tints = css.rules_of("data-tint")

    assert {len(tints)} == {12}
    assert all(css.contrast(night, tint["tint"]["light"]) >= 7 for tint in tints.values())


def test_contrast_agrees_with_known_values() -> None:
    assert css.contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert css.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
