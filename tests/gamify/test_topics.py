from __future__ import annotations

from gamify.selectors import boards
from live import registry


def test_a_board_is_rendered_once_for_everybody(economy, member, did, clock):
    mei = member("mei")
    did(mei, "create", key="post:1", type="note", words=30, images=0)
    week = boards.current(now=clock.now)

    found = registry.find(week.topic)

    assert found.may_listen(mei)
    assert found.is_shared
    assert "Mei" in found.render("en")
    assert "40" in found.render("en")


def test_a_board_of_an_unknown_place_can_be_heard_by_nobody(economy, member, did, clock):
    mei = member("mei")
    did(mei, "create", key="post:1", group=7, type="note", words=30, images=0)
    group = boards.current(scope="castle:7", now=clock.now) or boards.current(scope="group:7", now=clock.now)

    found = registry.find("board:999999")

    assert group is not None
    assert not found.may_listen(mei)


def test_only_the_member_hears_their_own_game(member):
    mei, tom = member("mei"), member("tom")

    found = registry.find(f"member:{mei.public_id}:game")

    assert found.may_listen(mei)
    assert not found.may_listen(tom)
