"""Boards: exact places, ties to whoever got there first, and members who keep off."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.services import closing
from gamify.models import Period, Standing
from gamify.selectors import boards, ranks
from gamify.services import audit, process, record, standings
from gamify.storage import boards as storage, trie
from lib import errors

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def board(economy, member):
    """A board of 60 members with few different scores, so that most are ties; return its id and the true order."""
    pick = random.Random(5)
    storage.open_periods([("site", "ever", "")])
    period = Period.objects.get()
    rows = []
    for number in range(60):
        at = AT + timedelta(seconds=pick.randrange(4))
        rows.append((member(f"m{number:02}").pk, pick.choice((1, 63, 64, 4095, 4096, 300_000, 20_000_000)), at))
    Standing.objects.bulk_create(
        Standing(period=period, user_id=user, score=score, reached_at=at) for user, score, at in rows
    )
    trie.recount()
    return period.pk, [row[0] for row in sorted(rows, key=lambda row: (-row[1], row[2], row[0]))]


def test_pages_follow_each_other_in_the_exact_order_with_exact_positions(board):
    period, order = board
    found, cursor = [], ""

    while True:
        page = boards.page(period_id=period, after=cursor, limit=7)
        found += page.rows
        cursor = page.next_cursor
        if not cursor:
            break

    assert [row.user_id for row in found] == order
    assert [row.position for row in found] == list(range(1, 61))


def test_everybody_finds_themselves_among_their_neighbours(board):
    period, order = board

    for place, user_id in enumerate(order):
        rows = boards.around(period_id=period, user=User.objects.get(pk=user_id))
        first = max(0, place - 5)
        assert [row.user_id for row in rows] == order[first : place + 6]
        assert [row.position for row in rows] == list(range(first + 1, first + 1 + len(rows)))


def test_who_is_not_on_the_board_has_no_neighbours(board, member):
    assert boards.around(period_id=board[0], user=member("guest")) == ()


@pytest.mark.parametrize("cursor", ["x", "1_2", "1_2_3_4", "9" * 400 + "_1_1", "1_" + "9" * 40 + "_1"])
def test_a_cursor_that_no_page_gave_out_is_not_found(board, cursor):
    with pytest.raises(errors.NotFound):
        boards.page(period_id=board[0], after=cursor)


def test_equal_scores_stand_in_the_order_in_which_they_were_reached(economy, member, did, clock):
    names = ("ana", "mei", "tom")
    people = {name: member(name) for name in reversed(names)}
    for name in names:
        did(people[name], "visit", key=f"visit:{name}")
        clock.tick(minutes=1)

    rows = boards.page(period_id=boards.current(now=clock.now).period_id).rows

    assert [row.handle for row in rows] == list(names)


def test_a_score_that_falls_back_was_reached_when_it_was_first_reached(economy, member, did, clock):
    mei, tom = member("mei"), member("tom")
    did(tom, "visit", key="visit:tom")
    clock.tick(minutes=1)
    did(mei, "visit", key="visit:mei")
    clock.tick(minutes=1)
    did(tom, "join", key="join:1", group=3)
    undo = record.undo(key="join:1", reason="left", by=tom, now=clock.tick(minutes=1))
    process.batch(ids=(undo.pk,), now=clock.now)

    rows = boards.page(period_id=boards.current(now=clock.now).period_id).rows

    assert [row.handle for row in rows] == ["tom", "mei"]


def test_hidden_members_are_absent_and_come_back_as_if_they_had_never_gone(economy, member, did, clock):
    mei, tom = member("mei"), member("tom")
    for number in range(3):
        for person in (mei, tom):
            did(person, "create", key=f"post:{person.pk}{number}", type="note", words=9 + number, images=0)
            clock.tick(hours=30)
    before = sorted(Standing.objects.values_list("period", "user", "score", "reached_at"))

    tom.boards_hidden = True
    tom.save(update_fields=["boards_hidden"])
    standings.sync(user=tom)
    did(tom, "visit", key="visit:1")
    while_hidden = Standing.objects.filter(user=tom).exists()
    sound_while_hidden = [name for name, found in audit.check() if found]
    tom.boards_hidden = False
    tom.save(update_fields=["boards_hidden"])
    standings.sync(user=tom)

    assert not while_hidden
    assert sound_while_hidden == []
    after = sorted(Standing.objects.values_list("period", "user", "score", "reached_at"))
    assert [row for row in after if row[1] == mei.pk] == [row for row in before if row[1] == mei.pk]
    assert sum(row[2] for row in after) > sum(row[2] for row in before)
    assert [name for name, found in audit.check() if found] == []


def test_a_closed_account_stands_on_no_board_until_its_owner_comes_back(economy, member, did, clock):
    mei, tom = member("mei"), member("tom")
    for person in (mei, tom):
        did(person, "create", key=f"post:{person.pk}", type="note", words=9, images=0)
    before = sorted(Standing.objects.values_list("period", "user", "score", "reached_at"))

    closed = closing.close(user=tom, with_words=False, now=clock.now)
    did(tom, "receive", key="receive:1", reaction="warm")  # of what he wrote before
    while_closed = Standing.objects.filter(user=tom).exists()
    sound_while_closed = [name for name, found in audit.check() if found]
    closing.come_back(token=closing.token_of(closed), now=clock.now)

    assert not while_closed
    assert sound_while_closed == []
    after = sorted(Standing.objects.values_list("period", "user", "score", "reached_at"))
    assert {row[:2] for row in after} == {row[:2] for row in before}
    assert [name for name, found in audit.check() if found] == []


def test_whom_staff_switch_off_stands_on_no_board(client, economy, member, did):
    tom, keeper = member("tom"), member("keeper", is_staff=True, is_superuser=True)
    did(tom, "create", key="post:1", type="note", words=9, images=0)
    client.force_login(keeper)
    url = reverse("admin:accounts_user_change", args=[tom.pk])
    form = {"username": "tom", "display_name": "Tom", "email": "tom@example.com", "locale": "en", "time_zone": "UTC"}

    client.post(url, form)
    while_off = Standing.objects.filter(user=tom).exists()
    client.post(url, form | {"is_active": "on"})

    assert not while_off
    assert Standing.objects.filter(user=tom).exists()


def test_the_hot_path_gives_what_the_ordinary_one_gives(board):
    period, order = board

    hot = ranks.around(period_id=period, user_id=order[20])
    with CaptureQueriesContext(connection) as captured:
        watched = ranks.around(period_id=period, user_id=order[20])

    assert hot == watched
    assert len(captured) == 1
    assert [place.position for place in hot] == list(range(16, 27))
