"""Undo and redo where definitions, goals and balances have moved on in between."""

from __future__ import annotations

from typing import Any

import pytest

from gamify.models import Account, Award, LedgerEntry, Progress
from gamify.services import economies, process, record
from tests.gamify.conftest import DEFAULT
from tests.gamify.test_properties import assert_sound

POST: dict[str, Any] = {"type": "note", "words": 30, "images": 0}


@pytest.fixture
def mirror(clock):
    """Return a function that undoes or redoes by key and processes at once."""

    def do(act, key):
        activity = act(key=key, reason="test", by=None, now=clock.now)
        if activity and activity.known_outcome() is None:
            process.batch(ids=(activity.pk,), now=clock.now)
            activity.refresh_from_db()
        return activity

    return do


def published(old: str, new: str, clock: Any) -> None:
    text = DEFAULT.read_text("utf-8")
    assert text.count(old) >= 1
    economies.publish(text=text.replace(old, new, 1), now=clock.tick(seconds=1))


def held(user) -> set[str]:
    return set(Award.objects.filter(user=user, revoked_at=None).values_list("badge_key", flat=True))


def test_an_undo_mirrors_what_was_given_not_what_would_be_given_now(economy, member, did, mirror, clock):
    mei = member("mei")
    did(mei, "create", key="post:1", **POST)
    published('currency = "growth", amount = 10 }', 'currency = "growth", amount = 99 }', clock)

    mirror(record.undo, "post:1")

    assert set(Account.objects.values_list("available", flat=True)) == {0}
    assert_sound()


def test_a_redo_after_a_change_gives_back_exactly_what_was_taken(economy, member, did, mirror, clock):
    mei = member("mei")
    did(mei, "create", key="post:1", **POST)
    before = dict(Account.objects.values_list("currency_id", "available"))
    mirror(record.undo, "post:1")
    published('currency = "growth", amount = 10 }', 'currency = "growth", amount = 99 }', clock)

    mirror(record.redo, "post:1")

    assert dict(Account.objects.values_list("currency_id", "available")) == before
    assert "first-words" in held(mei)
    assert_sound()


def test_a_stricter_badge_is_not_taken_from_those_who_hold_it(economy, member, did, mirror, clock):
    mei, tom = member("mei"), member("tom")
    words = {"post_author": tom.public_id, "words": 5}
    for group in (1, 2, 3, 4):
        did(mei, "join", key=f"join:{group}", group=group)
    did(mei, "comment", key="comment:1", **words)
    assert "neighbour" in held(mei)
    text = DEFAULT.read_text("utf-8")
    place = text.index('key = "neighbour"')
    stricter = text[:place] + text[place:].replace("goal = 3", "goal = 9", 1)
    economies.publish(text=stricter, now=clock.tick(seconds=1))

    mirror(record.undo, "join:4")
    assert "neighbour" in held(mei)
    mirror(record.undo, "join:3")

    assert "neighbour" not in held(mei)
    assert_sound()


def test_the_award_goes_only_when_too_few_causes_are_left(economy, member, did, mirror):
    mei = member("mei")
    for number in range(11):
        did(mei, "create", key=f"post:{number}", **POST)

    mirror(record.undo, "post:0")
    after_one = held(mei)
    mirror(record.undo, "post:10")
    after_two = held(mei)
    mirror(record.redo, "post:0")

    assert "ten-moments" in after_one
    assert "ten-moments" not in after_two
    assert "ten-moments" in held(mei)
    assert_sound()


def test_spark_that_was_spent_is_taken_back_below_zero(economy, member, did, mirror, clock):
    mei = member("mei")
    did(mei, "create", key="post:1", **POST)
    spark = Account.objects.get(user=mei, currency_id="spark")
    spent = record.activity(actor=mei, verb="buy", object=record.Ref("reward", "1"), key="buy:1", now=clock.now)
    process.batch(ids=(spent.pk,), now=clock.now)
    LedgerEntry.objects.create(
        account=spark,
        kind="spend",
        amount=-spark.available,
        activity=spent,
        source="reward/1@1",
        earned_at=clock.now,
        at=clock.now,
    )
    Account.objects.filter(pk=spark.pk).update(available=0)

    mirror(record.undo, "post:1")

    assert Account.objects.get(pk=spark.pk).available == -spark.available
    assert Account.objects.get(user=mei, currency_id="growth").available == 0


def test_undone_twice_is_undone_once_and_an_unknown_key_is_nothing(economy, member, did, mirror):
    mei = member("mei")
    did(mei, "create", key="post:1", **POST)

    first, second = mirror(record.undo, "post:1"), mirror(record.undo, "post:1")

    assert first.pk == second.pk
    assert mirror(record.undo, "post:404") is None
    assert mirror(record.redo, "post:404") is None
    assert Account.objects.get(user=mei, currency_id="growth").available == 0


def test_the_same_person_counts_until_the_last_answer_to_them_is_gone(economy, member, did, mirror):
    mei, tom = member("mei"), member("tom")
    for number in (1, 2):
        did(mei, "comment", key=f"comment:{number}", post_author=tom.public_id, words=5)

    def value() -> int:
        return Progress.objects.get(user=mei, subject="badge/good-listener", period="").value

    values = [value()]
    for key in ("comment:1", "comment:2"):
        mirror(record.undo, key)
        values.append(value())

    assert values == [1, 1, 0]
    assert_sound()


def test_the_undo_belongs_to_the_author_and_names_who_decided(economy, member, did, clock):
    mei, moderator = member("mei"), member("tom")
    did(mei, "create", key="post:1", **POST)

    undo = record.undo(key="post:1", reason="Rule 1", by=moderator, now=clock.now)

    assert undo.actor_id == mei.pk
    assert undo.data == {"reason": "Rule 1", "by": moderator.public_id}
