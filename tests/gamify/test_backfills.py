"""A badge that is published late: it counts what was done before as if it had always been there, and quietly."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from accounts.models import User
from gamify.models import Account, Activity, Award, Backfill, Progress
from gamify.selectors import gains, history
from gamify.services import backfills, economies, process, record
from inbox.models import Notification
from tests.gamify.conftest import DEFAULT
from tests.gamify.test_properties import START, Rollback, assert_sound, people, record_all, relaxed, snapshot, steps

assert people  # the fixture of the properties

POST: dict[str, Any] = {"type": "note", "words": 30, "images": 0}
WRITER = """
[[badge]]
key = "writer"
verb = "create"
names = { en = "Writer", zh-hans = "写作者" }
metric = "count"
goal = 3
icon = "feather"
effects = [{ kind = "points", currency = "growth", amount = 40 }]
"""
FRIEND = """
[[badge]]
key = "friend"
verb = "comment"
names = { en = "Friend", zh-hans = "朋友" }
when = { "data.post_author" = { ne = "$actor" } }
metric = "distinct_people"
goal = 2
icon = "heart"
effects = [{ kind = "points", currency = "spark", amount = 7 }]
"""


@pytest.fixture
def publish(clock):
    """Return a function that publishes the default economy with more at its end."""

    def do(*more: str):
        return economies.publish(text=DEFAULT.read_text("utf-8") + "".join(more), now=clock.tick(seconds=1))

    return do


def catch_up(clock) -> None:
    """Do what the jobs do."""
    backfills.advance(now=clock.now)
    process.sweep(now=clock.now)


@pytest.fixture
def mirror(clock):
    def do(act, key):
        act(key=key, reason="test", by=None, now=clock.tick(seconds=1))
        process.sweep(now=clock.now)

    return do


def held(user: User) -> set[str]:
    return set(Award.objects.filter(user=user, revoked_at=None).values_list("badge_key", flat=True))


def value(user: User, key: str) -> int:
    return Progress.objects.get(user=user, subject=f"badge/{key}", period="").value


def test_what_was_done_before_counts(economy, member, did, publish, clock):
    mei, tom, ana = member("mei"), member("tom"), member("ana")
    for number in range(4):
        did(mei, "create", key=f"post:{number}", **POST)
    did(tom, "create", key="post:9", **POST)
    did(ana, "visit", key="visit:1")

    report = publish(WRITER)
    catch_up(clock)

    assert report.backfilled == ("badge/writer@1",)
    assert ("writer" in held(mei), value(mei, "writer")) == (True, 4)
    assert ("writer" in held(tom), value(tom, "writer")) == (False, 1)
    assert not Activity.objects.filter(actor=ana, verb="backfill").exists()
    assert Account.objects.get(user=mei, currency_id="growth").available > 40
    assert_sound()


def test_the_next_activity_goes_on_where_the_past_ended(economy, member, did, publish, clock):
    mei, tom, ana = (member(name) for name in ("mei", "tom", "ana"))
    for number, other in enumerate((tom, tom)):
        did(mei, "comment", key=f"comment:{number}", post_author=other.public_id, words=5)
    publish(FRIEND)
    catch_up(clock)

    did(mei, "comment", key="comment:8", post_author=tom.public_id, words=5)
    before = value(mei, "friend")
    did(mei, "comment", key="comment:9", post_author=ana.public_id, words=5)

    assert (before, value(mei, "friend")) == (1, 2)
    assert "friend" in held(mei)
    assert_sound()


def test_an_undo_takes_back_what_was_counted_late_and_a_redo_brings_it(economy, member, did, publish, clock, mirror):
    mei = member("mei")
    for number in range(4):
        did(mei, "create", key=f"post:{number}", **POST)
    mirror(record.undo, "post:3")
    publish(WRITER)
    catch_up(clock)
    states = [(value(mei, "writer"), "writer" in held(mei))]

    undo, redo = record.undo, record.redo
    for act, key in ((undo, "post:0"), (redo, "post:3"), (undo, "post:3"), (redo, "post:0")):
        mirror(act, key)
        states.append((value(mei, "writer"), "writer" in held(mei)))

    assert states == [(3, True), (2, False), (3, True), (2, False), (3, True)]
    assert_sound()


def test_a_lower_goal_is_reached_by_who_had_enough(economy, member, did, publish, clock):
    mei = member("mei")
    publish(WRITER.replace("goal = 3", "goal = 5"))
    for number in range(4):
        did(mei, "create", key=f"post:{number}", **POST)

    publish(WRITER.replace("goal = 3", "goal = 4"))
    catch_up(clock)

    assert "writer" in held(mei)
    assert value(mei, "writer") == 4
    assert_sound()


def test_a_wider_condition_counts_what_the_narrow_one_left_out_once(economy, member, did, publish, clock, mirror):
    mei = member("mei")
    publish(WRITER.replace("metric", 'when = { "data.images" = { gte = 1 } }\nmetric'))
    did(mei, "create", key="post:0", **{**POST, "images": 1})
    did(mei, "create", key="post:1", **POST)
    did(mei, "create", key="post:2", **POST)

    publish(WRITER)
    catch_up(clock)

    assert (value(mei, "writer"), "writer" in held(mei)) == (3, True)
    mirror(record.undo, "post:0")
    mirror(record.undo, "post:1")
    assert (value(mei, "writer"), "writer" in held(mei)) == (1, False)
    assert_sound()


def test_other_words_for_the_same_badge_count_nothing_again(economy, member, did, publish, clock):
    did(member("mei"), "create", key="post:1", **POST)
    publish(WRITER)
    catch_up(clock)

    report = publish(WRITER.replace("Writer", "Author"))

    assert report.published == ("badge/writer@2",)
    assert report.backfilled == ()


def test_another_metric_is_refused_and_nothing_changes(economy, member, did, publish, clock):
    did(member("mei"), "create", key="post:1", **POST)
    publish(WRITER)

    with pytest.raises(economies.BadEconomy, match="needs another key for another metric"):
        publish(WRITER.replace('"count"', '"distinct_days"'))

    assert Backfill.objects.count() == 1


def test_a_badge_that_is_gone_again_before_its_turn_gives_nothing(economy, member, did, publish, clock):
    mei = member("mei")
    for number in range(4):
        did(mei, "create", key=f"post:{number}", **POST)
    publish(WRITER)
    backfills.advance(now=clock.now)  # recorded, not processed
    publish()
    catch_up(clock)

    assert "writer" not in held(mei)
    assert Backfill.objects.filter(closed_at=None).count() == 0
    assert_sound()


def test_a_fresh_site_has_no_past_to_count(db, clock):
    report = economies.publish(text=DEFAULT.read_text("utf-8"), now=clock.now)

    assert report.published
    assert (report.backfilled, Backfill.objects.count()) == ((), 0)


def test_it_goes_on_after_a_crash_and_doubles_nothing(economy, member, did, publish, clock, monkeypatch):
    everybody = [member(f"m{number}") for number in range(5)]
    for user in everybody:
        for number in range(3):
            did(user, "create", key=f"post:{user.pk}-{number}", **POST)
    publish(WRITER)
    monkeypatch.setattr(backfills, "PAGE", 2)
    real = record.backfill

    def dies(**arguments):
        if arguments["actor"].username == "m3":
            raise KeyboardInterrupt
        return real(**arguments)

    monkeypatch.setattr(record, "backfill", dies)
    with pytest.raises(KeyboardInterrupt):
        backfills.advance(now=clock.now)
    half = Backfill.objects.get().reached
    monkeypatch.setattr(record, "backfill", real)
    catch_up(clock)
    after = snapshot()
    Backfill.objects.update(reached=0, closed_at=None)
    catch_up(clock)

    assert half == everybody[1].pk
    assert all("writer" in held(user) for user in everybody)
    assert snapshot() == after
    assert_sound()


def test_two_new_badges_are_one_quiet_line(client: Client, economy, member, did, publish, clock):
    mei, tom, ana = (member(name) for name in ("mei", "tom", "ana"))
    for number, other in enumerate((tom, ana, tom)):
        did(mei, "create", key=f"post:{number}", **POST)
        did(mei, "comment", key=f"comment:{number}", post_author=other.public_id, words=5)
    client.force_login(mei)
    client.post(reverse("gamify:gains-seen"), {"sequence": mei.player.sequence})  # her tier is there from then on
    Notification.objects.all().delete()

    publish(WRITER.replace("amount = 40", "amount = 4000"), FRIEND)
    catch_up(clock)

    assert {"writer", "friend"} <= held(mei)
    assert list(Notification.objects.filter(recipient=mei).values_list("kind", flat=True)) == ["badge"]
    assert "New badges count what you did before" in client.get("/notifications/").content.decode()
    assert gains.since(user=mei).is_empty
    assert "Writer" in client.get(reverse("gamify:badge-list")).content.decode()
    told = [event for event in history.history(user=mei).events if event.verb == "backfill"]
    assert {cause.name for event in told for cause in event.causes} == {"Writer", "Friend"}


@pytest.mark.parametrize("number", [1, 20])
def test_the_past_of_many_costs_as_many_queries_as_of_one(
    number, economy, member, did, publish, clock, django_assert_num_queries
):
    for place in range(number + 1):
        user = member(f"m{place}")
        did(user, "create", key=f"post:{place}", **POST)
    publish(WRITER.replace("goal = 3", "goal = 1"))
    backfills.advance(now=clock.now)
    ids = process.waiting()
    process.batch(ids=ids[:1], now=clock.now)  # opens the week's board

    with django_assert_num_queries(QUERIES):
        process.batch(ids=ids[1:], now=clock.now)


QUERIES = 23


def game(found: dict[str, list[Any]]) -> dict[str, Any]:
    """Return what must not depend on when the badges were published."""
    awards = {(user, key) for user, key, _, revoked in found["awards"] if revoked is None}
    badges = [row[:4] for row in found["progress"] if row[1].startswith("badge/") and row[3]]
    return {"accounts": [row for row in found["accounts"] if row[2]], "awards": awards, "badges": badges}


afterwards = st.tuples(
    st.sampled_from(["create", "comment", "undo", "undo", "redo"]),
    st.integers(0, 2),
    st.integers(0, 11),
    st.integers(1, 3),
    st.integers(0, 9000),
)


@relaxed
@given(
    before=st.lists(steps, min_size=1, max_size=14),
    after=st.lists(afterwards, min_size=1, max_size=10),
    waits=st.integers(0, 4),
    sizes=st.lists(st.integers(1, 9)),
)
def test_published_late_or_early_it_comes_to_the_same(people, publish, before, after, waits, sizes):
    late = play(people, publish, [*before, *after], len(before), waits, sizes)

    assert late == play(people, publish, [*before, *after], 0, 0, [])


def play(people, publish, plan, when, waits, sizes) -> dict[str, Any]:
    """Publish after `when` activities, count the past after some more, all in batches of `sizes`."""
    found: dict[str, Any] = {}
    try:
        with transaction.atomic():
            ids = record_all(people, plan)
            process.batch(ids=tuple(ids[:when]), now=START)
            publish(WRITER, FRIEND)
            backfills.advance(now=START)
            order = [pk for pk in process.waiting() if pk in ids]
            order[waits:waits] = [pk for pk in process.waiting() if pk not in ids]
            for size in [*sizes, 100]:
                process.batch(ids=tuple(order[:size]), now=START)
                order = order[size:]
            assert_sound()
            found = game(snapshot())
            raise Rollback
    except Rollback:
        return found
