"""The pictures a group may choose from."""

from __future__ import annotations

from community.forms.groups import ICONS
from look import icons


def test_every_icon_a_group_may_choose_can_be_drawn() -> None:
    assert not set(ICONS) - icons.names()
