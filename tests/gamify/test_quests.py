"""Quests: steps one after the other, and what becomes of them when something is taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings, strategies as st

from gamify.engine import deciding, economy as engine, goals
from gamify.engine.facts import Facts
from gamify.engine.happening import REDO, UNDO, Happening
from gamify.models import Award, Progress, Quest
from gamify.services import answers, economies, process, record
from gamify.storage import quests
from lib import webhook_events
from lib.calendars import Calendar
from tests.gamify.conftest import DEFAULT
from tests.gamify.test_properties import assert_sound

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SPARK = {"kind": "points", "currency": "spark"}


def step(verb: str, goal: int, amount: int) -> dict[str, Any]:
    effects = [{**SPARK, "amount": amount}]
    return {"key": verb, "verb": verb, "names": {}, "metric": "count", "goal": goal, "effects": effects}


PATHS = (
    Quest(pk=1, key="one", names={}, steps=[step("a", 1, 1), step("b", 2, 10)], effects=[{**SPARK, "amount": 100}]),
    Quest(pk=2, key="two", names={}, steps=[step("b", 1, 1000), step("a", 1, 10_000)], after=["one"]),
)
ECONOMY = engine.build(
    number=1, token="t", in_force=[goal for path in PATHS for goal in quests.compile_quest(path)], retired=[],
    thresholds=[0],
)  # fmt: skip


class Log:
    """What one member did, decided one by one."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.latest: list[Happening] = []  # of each doing, itself or its newest mirror
        self.count = 0

    def do(self, verb: str, undoes: Happening | None = None) -> Happening:
        self.count += 1
        at = NOW + timedelta(minutes=self.count)
        happening = Happening(
            self.count, 1, "m", Calendar("UTC"), verb, "", "", "", "", {}, at, at.date(), undoes and undoes.id
        )  # fmt: skip
        self.facts.apply(deciding.decide(happening, ECONOMY, self.facts), happening)
        return happening

    def turn(self, place: int, verb: str) -> None:
        """Undo or redo a doing, as far as that is possible now."""
        if (self.latest[place].verb == UNDO) == (verb == REDO):
            self.latest[place] = self.do(verb, self.latest[place])

    def play(self, plan: list[str | tuple[str, int]]) -> None:
        for act in plan:
            if isinstance(act, str):
                self.latest.append(self.do(act))
            elif self.latest:
                self.turn(act[1] % len(self.latest), act[0])
            self.assert_sound()

    def done(self) -> set[str]:
        return {subject for (subject, _period), counter in self.facts.counters.items() if counter.completed_at}

    def assert_sound(self) -> None:
        done = self.done()
        for path in PATHS:
            whole, *parts = quests.compile_quest(path)
            standing = sum(part.subject in done for part in parts)
            assert self.facts.counter((whole.subject, "")).value == standing
            assert (whole.subject in done) == (standing == whole.goal)
        given = {goal.subject: sum(each["amount"] for each in goal.effects) for goal in ECONOMY.in_force.values()}
        assert self.facts.balances.get("spark", 0) == sum(given[subject] for subject in done)


acts = st.one_of(st.sampled_from(["a", "b"]), st.tuples(st.sampled_from([UNDO, REDO]), st.integers(0, 7)))


@pytest.mark.embedded_only
@settings(max_examples=60, deadline=None)
@given(plan=st.lists(acts, max_size=20))
def test_what_was_given_is_always_that_of_the_steps_that_stand(plan):
    log = Log()

    with patch.object(goals, "RESERVE", 1):
        log.play(plan)
    for place in reversed(range(len(log.latest))):
        log.turn(place, REDO)
    before = log.done(), dict(log.facts.balances)
    for place in reversed(range(len(log.latest))):
        log.turn(place, UNDO)

    assert not log.done()
    assert not any(log.facts.balances.values())
    for place in range(len(log.latest)):
        log.turn(place, REDO)
    assert (log.done(), log.facts.balances) == before


@pytest.mark.embedded_only
def test_a_step_counts_from_when_it_opens_and_what_is_not_open_says_so():
    log = Log()

    log.play(["b", "b", "a"])
    early = log.facts.counter(("step/one/b", "")).value
    log.play(["b", "b"])

    assert early == 0
    assert log.done() == {"step/one/a", "step/one/b", "quest/one"}
    decision = deciding.decide(log.do("a"), ECONOMY, log.facts)
    assert [(each.source, each.reason) for each in decision.failures] == [("step/two/a@1", "not_open")]
    log.play(["a"] * 20)
    assert log.facts.counter(("step/one/a", "")).value == 1 + goals.RESERVE


@pytest.mark.embedded_only
def test_a_step_that_fell_closes_those_ahead_and_takes_nothing_from_those_done():
    log = Log()
    log.play(["a", "b", "b"])

    log.turn(0, UNDO)
    fallen = log.done()
    log.play(["b", "a"])

    assert fallen == {"step/one/b"}
    assert log.done() >= {"step/one/a", "step/one/b", "quest/one"}
    assert "step/two/b" not in log.done()  # quest two was shut when the third b came


@pytest.fixture
def mei(economy, member):
    return member("mei")


def test_a_quest_is_walked_explained_taken_back_and_given_again(mei, member, did, clock):
    tom = member("tom")
    did(mei, "join", key="join:1")
    did(mei, "comment", key="comment:1", post_author=tom.public_id, words=5)
    did(mei, "visit", key="visit:1")
    did(mei, "create", key="post:1", emotions=["loneliness"], words=5)

    last = answers.answer(did(mei, "visit", key="visit:2", at=clock.tick(days=1)))
    held = Award.objects.filter(user=mei, badge_key="at-home", revoked_at=None)

    assert [(each.key, each.name, each.change) for each in last.quest_steps] == [
        ("a-seat-by-the-fire/return", "Come back another day", "completed")
    ]
    assert [(each.key, each.before, each.after, each.goal) for each in last.quests] == [("a-seat-by-the-fire", 3, 4, 4)]
    assert last.quests[0].is_completed
    assert "at-home" in {each.key for each in last.badges if each.is_completed}
    game = next(log for log in webhook_events.logs() if log.name == "game")
    news = [each.thing for each in game.read(["quest.finished"], 0, NOW).entries]
    assert news == [{"member": mei.public_id, "quest": "a-seat-by-the-fire"}]
    assert held.exists()
    assert_sound()
    undo = record.undo(key="comment:1", reason="deleted", by=None, now=clock.tick(minutes=1))
    process.batch(ids=(undo.pk,), now=clock.now)
    back = answers.answer(undo)
    assert [(each.key, each.after, each.change) for each in back.quests] == [("a-seat-by-the-fire", 3, "reopened")]
    assert {"quest/a-seat-by-the-fire@1", "badge/at-home@1"} <= {each.source for each in back.effects}
    assert not held.exists()
    assert_sound()
    redo = record.redo(key="comment:1", reason="restored", by=None, now=clock.tick(minutes=1))
    process.batch(ids=(redo.pk,), now=clock.now)
    assert held.exists()
    assert answers.answer(redo).quests[0].change == "restored"
    assert_sound()


def test_a_finished_quest_that_is_retired_can_still_be_taken_back(mei, member, did, clock):
    did(mei, "join", key="join:1")
    did(mei, "comment", key="comment:1", post_author=member("tom").public_id, words=5)
    did(mei, "create", key="post:1", emotions=["joy"], words=5)
    did(mei, "visit", key="visit:1")
    text = DEFAULT.read_text("utf-8")
    start, end = text.index("# Quests:"), text.index("# Badges:")
    economies.publish(text=text[:start] + text[end:], now=clock.tick(seconds=1))

    undo = record.undo(key="join:1", reason="left", by=None, now=clock.tick(seconds=1))
    process.batch(ids=(undo.pk,), now=clock.now)

    found = dict(Progress.objects.filter(user=mei, completed_at=None).values_list("subject", "value"))
    assert (found["step/a-seat-by-the-fire/join"], found["quest/a-seat-by-the-fire"], found["badge/at-home"]) == (
        0,
        3,
        0,
    )
    assert answers.answer(undo).quests[0].name == "A seat by the fire"
    assert_sound()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('key = "tea-for-neighbours"', 'key = "tea-for-all-the-good-neighbours"', "at most 30 characters"),
        ('key = "look-in"\nverb = "like"', 'key = "look-in"\nverb = "quest"', "step look-in: The verb “quest”"),
        ('key = "sit-down"', 'key = "look-in"', "step look-in: The key “look-in” is used twice"),
        ('after = ["a-seat-by-the-fire"]', 'after = ["nowhere"]', "no quest called “nowhere”"),
        ('badge = "at-home"', 'badge = "curious"', "no badge “curious” with the verb “quest”"),
        ('badge = "at-home"', 'badge = "at-home"\nafter = ["have-a-hand-in-it"]', "finished before it begins"),
        ('badge = "at-home"', 'badge = "at-home"\nends = 3', "no field called “ends”"),
        ('key = "look-in"', 'key = "look-in"\ncycle = "day"', "step look-in: There is no field called “cycle”"),
        ('key = "support"\nverb = "support"', 'key = "support"\nverb = "complete"', "step support: Nobody is asked"),
        ("ne = [] }", 'has = "joy" }', "step feel: No feeling earns more than another"),
        ("[[quest]]", '[[quest]]\nkey = "empty"\nnames = { en = "E" }\n\n[[quest]]', "steps is missing"),
    ],
)  # fmt: skip
def test_a_wrong_quest_is_refused_by_name(db, clock, old, new, message):
    text = DEFAULT.read_text("utf-8")
    assert old in text

    with pytest.raises(economies.BadEconomy, match=message) as refused:
        economies.publish(text=text.replace(old, new, 1), now=clock.now)

    assert "quest " in str(refused.value)


def test_steps_under_one_key_stay_where_members_stand_on_them(mei, clock):
    text = DEFAULT.read_text("utf-8")

    report = economies.publish(text=text.replace("Three doors, three cups.", "Three doors."), now=clock.tick(seconds=1))
    with pytest.raises(economies.BadEconomy, match="needs another key for other steps"):
        economies.publish(text=text.replace('key = "look-in"', 'key = "look-over"'), now=clock.tick(seconds=1))

    assert report.published == ("quest/tea-for-neighbours@2",)


def test_the_page_shows_the_path_and_costs_the_same_for_one_quest_and_for_twenty(
    client, mei, member, did, clock, django_assert_num_queries
):
    client.force_login(mei)
    tom = member("tom")
    text = DEFAULT.read_text("utf-8")
    start, end = text.index('[[quest]]\nkey = "tea'), text.index('[[quest]]\nkey = "have')
    many = "".join(text[start:end].replace("tea-for-neighbours", f"tea-{number}") for number in range(17))
    did(mei, "join", key="join:1")
    did(mei, "comment", key="comment:1", post_author=mei.public_id, words=5)
    client.get("/tasks/")

    with django_assert_num_queries(25):
        page = " ".join(client.get("/tasks/").content.decode().split())
    economies.publish(text=text[:end] + many + text[end:], now=clock.tick(seconds=1))
    client.get("/tasks/")
    with django_assert_num_queries(25):
        longer = client.get("/tasks/").content.decode()

    assert longer.count('id="quest-tea-') == 18 * 2  # each with the id of its title
    assert "1 of 4 steps" in page
    assert page.count('aria-current="step"') == 2
    assert page.count("Did not count yet: This one counts for other people") >= 2  # of a task, and of the step
    assert "At the end: +20 growth, the badge “At home”." in page
    assert "Opens after “A seat by the fire”." in page
    did(mei, "comment", key="comment:2", post_author=tom.public_id, words=5)
    assert "Next: Share a moment and how it feels" in " ".join(client.get("/game/gains/").content.decode().split())
    did(mei, "create", key="post:1", emotions=["calm"], words=5)
    did(mei, "visit", key="visit:1", at=clock.tick(days=1))
    assert "1 finished quest" in client.get("/tasks/").content.decode()
    gained = " ".join(client.get("/game/gains/?after=3").content.decode().split())
    assert "Step done: Come back another day" in gained
    assert "Quest finished: A seat by the fire" in gained
