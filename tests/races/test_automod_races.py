"""Approving, declining and deleting what is held at the same moment. Without its guard each race must go wrong."""

from __future__ import annotations

import pytest

from community.models import Case, Group, GroupRule, ModlogEntry
from community.services import cases, modlog, removals
from community.services.automod import rules
from community.services.automod.wishes import Wish
from gamify.models import Activity
from lib import errors
from tests.community import cast
from tests.community.watching import SPAM, case_of, watch
from tests.races.hands import at_once, meet, unlock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tea():
    place = cast.group("tea")
    for number, title in enumerate(("Be kind", "No selling"), 1):
        GroupRule.objects.create(group=place, number=number, titles={"en": title})
    return place


@pytest.fixture
def judges(tea):
    return [cast.member(tea, role="moderator") for _ in range(2)]


@pytest.fixture
def held(tea, judges):
    watch(judges[0], tea)
    return cast.post(cast.member(tea), tea, SPAM)


def decide(held, judge, action):
    case = case_of(held)
    return cases.decide(moderator=judge, case=case, action=action, rule=1, reason="", seen="1.held.", now=cast.NOON)


def judge_twice(held, judges):
    return at_once(lambda number: decide(held, judges[number], ("approve", "decline")[number]), 2)


def test_of_two_moderators_one_approves_or_declines_and_the_other_is_told(tea, held, judges):
    (decided,), problems = judge_twice(held, judges)

    held.refresh_from_db()
    assert [type(problem) for problem in problems] == [cases.StaleCase]
    assert ModlogEntry.objects.get(action__in=("approve", "decline")).actor == decided.decided_by
    is_out = int(held.is_published)
    assert (Group.objects.get().post_count, Activity.objects.filter(verb="create").count()) == (is_out, is_out)


@pytest.mark.production_only
def test_without_the_locks_both_decide(held, judges, monkeypatch):
    unlock(monkeypatch)
    meet(monkeypatch, modlog, "grounds", 2)

    _results, problems = judge_twice(held, judges)

    assert problems == []
    assert ModlogEntry.objects.filter(action__in=("approve", "decline")).count() == 2


def test_what_its_author_deletes_while_a_moderator_approves_it_ends_deleted_either_way(tea, held, judges):
    def work(number):
        if number:
            return removals.delete(target=held, author=held.author, now=cast.NOON)
        return decide(held, judges[0], "approve")

    _results, problems = at_once(work, 2)

    held.refresh_from_db()
    assert all(isinstance(problem, cases.StaleCase) for problem in problems)
    assert held.state == "deleted"
    assert Group.objects.get().post_count == 0
    assert not Case.objects.filter(state="open").exists()
    verbs = list(Activity.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ([] if problems else ["create", "undo"])


def change_twice(tea, judges, pk):
    def work(number):
        wish = Wish("words", "hold", 1, ("poker", "roulette")[number])
        return rules.change(by=judges[number], group=tea, pk=pk, wish=wish, version=1, now=cast.NOON)

    return at_once(work, 2)


def test_of_two_who_change_a_rule_one_does_and_the_other_is_told(tea, judges):
    made = watch(judges[0], tea)

    (changed,), problems = change_twice(tea, judges, made.pk)

    assert [type(problem).__mro__[1] for problem in problems] == [errors.Conflict]
    made.refresh_from_db()
    assert (made.version, made.lines) == (2, changed.lines)


@pytest.mark.production_only
def test_without_the_lock_both_change_the_rule(tea, judges, monkeypatch):
    made = watch(judges[0], tea)
    unlock(monkeypatch)
    meet(monkeypatch, modlog, "find_rule", 2)

    results, problems = change_twice(tea, judges, made.pk)

    assert (len(results), problems) == (2, [])
