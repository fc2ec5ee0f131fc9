"""Reports and decisions that come at the same moment. Without its guard each race must go wrong."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from community.models import Case, GroupRule, ModlogEntry, Report
from community.services import cases, modlog, reports
from community.services.appeals import deciding, filing, locking
from inbox.models import Notification
from tests.community import cast
from tests.races.hands import at_once, meet, unlock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tea():
    place = cast.group("tea")
    GroupRule.objects.create(group=place, number=1, titles={"en": "Be kind"})
    return place


@pytest.fixture
def judges(tea):
    return [cast.member(tea, role="moderator") for _ in range(2)]


@pytest.fixture
def post(tea):
    return cast.post(cast.member(tea), tea)


def report_eight_times(tea, post):
    readers = [cast.member(tea) for _ in range(8)]
    return at_once(
        lambda number: reports.report(reporter=readers[number], target=post, rule=1, note="", now=cast.NOON), 8
    )


@pytest.mark.usefixtures("judges")
def test_what_eight_report_at_once_is_one_case(tea, post):
    results, problems = report_eight_times(tea, post)

    assert problems == []
    assert all(result.is_new for result in results)
    assert Case.objects.get().report_count == Report.objects.count() == 8
    assert Notification.objects.filter(kind="case_opened").count() == 2  # one for each moderator


@pytest.mark.production_only
def test_without_the_locks_the_eight_reports_collide(tea, post, monkeypatch):
    unlock(monkeypatch)
    meet(monkeypatch, reports, "_earlier", 8)

    _results, problems = report_eight_times(tea, post)

    assert problems
    assert all(isinstance(problem, IntegrityError) for problem in problems)
    assert Case.objects.count() == 1  # the unique key is the last line


def test_one_member_who_presses_eight_times_has_reported_once(tea, post):
    reader = cast.member(tea)

    results, problems = at_once(
        lambda _: reports.report(reporter=reader, target=post, rule=1, note="", now=cast.NOON), 8
    )

    assert problems == []
    assert sum(result.is_new for result in results) == 1
    assert Case.objects.get().report_count == Report.objects.count() == 1


def decide_twice(tea, post, judges):
    case = reports.report(reporter=cast.member(tea), target=post, rule=1, note="", now=cast.NOON).report.case
    case.refresh_from_db()
    seen = cases.token_of(case, post)

    def work(number):
        action = ("remove", "keep")[number]
        return cases.decide(
            moderator=judges[number], case=case, action=action, rule=1, reason="So it is.", seen=seen, now=cast.NOON
        )

    return at_once(work, 2)


def test_of_two_moderators_one_decides_and_the_other_is_told(tea, post, judges):
    (decided,), problems = decide_twice(tea, post, judges)

    post.refresh_from_db()
    entry = ModlogEntry.objects.get()
    assert [type(problem) for problem in problems] == [cases.StaleCase]
    assert entry.actor == decided.decided_by
    assert Case.objects.get().version == 2
    assert post.is_published == (entry.action == "keep")
    assert Notification.objects.filter(kind="report_outcome").count() == 1


def appealed(tea, post):
    """Return the author's appeal against the removal of the post."""
    decider = cast.member(tea, role="moderator")
    case = reports.report(reporter=cast.member(tea), target=post, rule=1, note="", now=cast.NOON).report.case
    cases.decide(
        moderator=decider,
        case=case,
        action="remove",
        rule=1,
        reason="",
        seen=cases.token_of(case, post),
        now=cast.NOON,
    )
    return filing.file(member=post.author, decision=case.log.get(), text="No.", now=cast.NOON).appeal


def answer_twice(appeal, judges):
    """Two who may, one of each mind, answer the same appeal at the same moment."""

    def work(number):
        action = ("uphold", "overturn")[number]
        return deciding.decide(
            judge=judges[number], appeal=appeal, action=action, reason="So it is.", seen="1", now=cast.NOON
        )

    return at_once(work, 2)


def test_of_two_who_may_answer_an_appeal_one_does_and_the_other_is_told(tea, post, judges):
    (decided,), problems = answer_twice(appealed(tea, post), judges)

    post.refresh_from_db()
    answer = ModlogEntry.objects.get(action__in=("uphold", "overturn"))
    assert [type(problem) for problem in problems] == [locking.StaleAppeal]
    ends = {"uphold": "upheld", "overturn": "overturned"}
    assert (answer.actor, ends[answer.action]) == (decided.case.decided_by, decided.case.state)
    assert post.is_published == (answer.action == "overturn")
    assert Notification.objects.filter(kind="appeal_outcome").count() == 1


@pytest.mark.production_only
def test_without_the_locks_both_answer_the_appeal(tea, post, judges, monkeypatch):
    appeal = appealed(tea, post)
    unlock(monkeypatch)
    meet(monkeypatch, modlog, "grounds", 2)

    results, problems = answer_twice(appeal, judges)

    assert problems == []
    assert len(results) == ModlogEntry.objects.filter(action__in=("uphold", "overturn")).count() == 2


@pytest.mark.production_only
def test_without_the_locks_both_moderators_decide(tea, post, judges, monkeypatch):
    unlock(monkeypatch)
    meet(monkeypatch, modlog, "grounds", 2)

    results, problems = decide_twice(tea, post, judges)

    assert len(results) == ModlogEntry.objects.count() == 2
    assert problems == []
