"""Caps and cooldowns through undo and redo: what is undone holds no place, and no order of doings finds more room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings, strategies as st

from gamify.engine import deciding, economy
from gamify.engine.facts import Facts
from gamify.engine.happening import REDO, UNDO, Happening
from gamify.models import Progress
from gamify.selectors import history
from gamify.services import answers, process, record
from lib.calendars import Calendar
from tests.gamify.test_properties import assert_sound

START = datetime(2026, 3, 1, 23, 59, 0, tzinfo=UTC)  # a minute before midnight: days turn within an example
COOLDOWN = 20
CAP = 3
RULE = economy.Rule(
    pk=1,
    kind="rule",
    key="answer",
    version=1,
    verb="comment",
    names={},
    effects=({"kind": "points", "currency": "growth", "amount": 5},),
    cap_times=CAP,
    cooldown_seconds=COOLDOWN,
)
ECONOMY = economy.build(number=1, token="t", in_force=[RULE], retired=[], thresholds=[0])

plans = st.lists(
    st.tuples(st.sampled_from(["comment", "comment", "undo", "redo"]), st.integers(0, 9), st.integers(0, 40)),
    min_size=1,
    max_size=40,
)


def happening(number: int, verb: str, at: datetime, undoes: int | None = None) -> Happening:
    return Happening(number, 1, "mei", Calendar("UTC"), verb, "comment", str(number), "", "", {}, at, at.date(), undoes)


def play(plan: Iterable[tuple[str, int, int]]) -> tuple[Facts, dict[int, datetime]]:
    """Decide the plan; return the facts and, by comment, the moments of those for which the rule's points are held."""
    facts, now, tips = Facts(), START, {}
    held: dict[int, datetime] = {}
    moments: dict[int, datetime] = {}
    for number, (verb, which, seconds) in enumerate(plan, 1):
        now += timedelta(seconds=seconds)
        if verb == "comment":
            root, event = number, happening(number, verb, now)
            moments[root] = now
        else:
            roots = sorted(tips)
            if not roots:
                continue
            root = roots[which % len(roots)]
            latest = tips[root]
            if (latest.verb == UNDO) == (verb == UNDO):
                continue
            event = happening(number, UNDO if verb == UNDO else REDO, now, latest.id)
        tips[root] = event
        outcome = deciding.decide(event, ECONOMY, facts)
        facts.apply(outcome, event)
        gained = sum(entry.amount for entry in outcome.entries)
        if gained > 0:
            held[root] = moments[root]
        elif gained < 0:
            del held[root]
    return facts, held


@settings(max_examples=400, deadline=None)
@given(plan=plans)
def test_caps_and_cooldowns_hold_among_what_is_not_undone_and_nothing_else_counts(plan):
    facts, held = play(plan)

    times = sorted(held.values())
    assert all((later - earlier).total_seconds() >= COOLDOWN for earlier, later in pairwise(times))
    by_day = {day: sum(at.date() == day for at in times) for day in {at.date() for at in times}}
    assert all(count <= CAP for count in by_day.values())
    for (subject, period), counter in facts.counters.items():
        if subject == "day":
            continue
        if period:
            assert counter.value == by_day.get(date.fromisoformat(period), 0)
        else:
            assert (counter.value, counter.last_at) == (len(times), max(times, default=None))
    assert facts.growth == 5 * len(times)


@settings(max_examples=200, deadline=None)
@given(plan=plans)
def test_an_undo_and_its_redo_with_nothing_between_change_nothing(plan):
    before, held = play(plan)
    roots = [number for number, (verb, _, _) in enumerate(plan, 1) if verb == "comment"]
    for place, root in enumerate(roots):
        if root in held:
            after, _ = play([*plan, ("undo", place, 1), ("redo", place, 1)])
            assert after.balances == before.balances
            assert after.counters == before.counters


def comment(did, actor, number, other, **moment):
    return did(actor, "comment", key=f"comment:{number}", post_author=other.public_id, words=5, **moment)


def mirrored(act, key, now):
    activity = act(key=key, reason="test", by=None, now=now)
    process.batch(ids=(activity.pk,), now=now)
    activity.refresh_from_db()
    return answers.answer(activity)


def rules_of(answer) -> set[str]:
    return {effect.source.partition("@")[0] for effect in answer.effects if effect.amount > 0}


def test_an_undone_answer_does_not_keep_the_rule_cooling(economy, member, did, clock):
    mei, tom = member("mei"), member("tom")
    comment(did, mei, 1, tom)
    mirrored(record.undo, "comment:1", clock.tick(seconds=1))

    clock.tick(seconds=1)
    second = answers.answer(comment(did, mei, 2, tom))

    assert "rule/answer-kindly" in rules_of(second)
    assert_sound()


def test_a_place_that_somebody_took_meanwhile_is_not_given_back(economy, member, did, clock):
    mei, tom = member("mei"), member("tom")
    comment(did, mei, 1, tom)
    mirrored(record.undo, "comment:1", clock.tick(seconds=1))
    clock.tick(seconds=1)
    comment(did, mei, 2, tom)
    mirrored(record.redo, "comment:1", clock.tick(seconds=1))
    mirrored(record.undo, "comment:2", clock.tick(seconds=1))
    mirrored(record.undo, "comment:1", clock.tick(seconds=1))
    mirrored(record.redo, "comment:1", clock.tick(seconds=1))

    counter = Progress.objects.get(user=mei, subject="rule/answer-kindly", period="")

    assert counter.value == 0  # the second answer had its place when it came back, and it has had its turn
    assert counter.last_at is None
    assert_sound()


def test_deleting_posting_again_and_restoring_finds_no_room_above_the_cap(economy, member, did, clock):
    mei = member("mei")
    words = {"type": "note", "words": 30, "images": 0}
    for number in range(5):
        did(mei, "create", key=f"post:{number}", **words)
    for number in range(5):
        mirrored(record.undo, f"post:{number}", clock.tick(seconds=1))
    for number in range(5, 10):
        did(mei, "create", key=f"post:{number}", **words)

    back = [mirrored(record.redo, f"post:{number}", clock.tick(seconds=1)) for number in range(5)]

    told = history.history(user=mei).events[0]
    assert {each.name for each in told.refusals} >= {"Sharing a moment"}
    assert all("rule/share-moment" not in rules_of(answer) for answer in back)
    assert {each.reason for answer in back for each in answer.refusals} == {"capped"}
    assert Progress.objects.get(user=mei, subject="rule/share-moment", period="2026-03-02").value == 5
    assert_sound()


def test_undone_in_the_batch_in_which_it_was_done_is_as_if_it_never_was(economy, member, clock):
    mei, tom = member("mei"), member("tom")
    ids = []

    def write(number):
        data = {"post_author": tom.public_id, "words": 5}
        what = record.Ref("comment", str(number))
        activity = record.activity(actor=mei, verb="comment", object=what, key=f"c:{number}", data=data, now=clock.now)
        ids.append(activity.pk)

    write(0)
    process.batch(ids=tuple(ids), now=clock.now)
    clock.tick(seconds=30)
    write(1)
    ids.append(record.undo(key="c:1", reason="test", by=None, now=clock.tick(seconds=1)).pk)
    process.batch(ids=tuple(ids), now=clock.now)

    counter = Progress.objects.get(user=mei, subject="rule/answer-kindly", period="")
    assert (counter.value, counter.last_at) == (1, clock.now - timedelta(seconds=31))
    assert_sound()
