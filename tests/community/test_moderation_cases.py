"""Reading cases: the queue, a case, a decision, and the log that nobody rewrites."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from community.models import ModlogEntry
from community.selectors import cases as case_reads, decisions, queue_rows, queues
from lib import errors
from tests.community import cast
from tests.community.moderating import LATER, a_moderator, a_post, a_reporter, an_author, decide, report, tea_with_rules  # noqa: F401 fixtures

pytestmark = pytest.mark.django_db


REWRITES = {
    "update": lambda: ModlogEntry.objects.update(reason="nothing"),
    "delete": lambda: ModlogEntry.objects.all().delete(),
    "save": lambda: ModlogEntry.objects.get().save(),
}


@pytest.mark.parametrize("change", REWRITES)
def test_the_database_refuses_to_rewrite_the_log(mod, reporter, post, change):
    decide(report(post, reporter).report.case, mod)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        REWRITES[change]()

    assert ModlogEntry.objects.get().reason == "It is an advert."


@pytest.mark.parametrize("number", [1, 20])
def test_the_queue_costs_the_same_for_one_case_and_for_twenty(
    tea, mod, reporter, author, django_assert_num_queries, number
):
    for _ in range(number):
        report(cast.post(author, tea), reporter)
    with django_assert_num_queries(3):
        found = queues.queue(group=tea, user=mod, is_open=True, now=LATER)
    assert len(found.rows) == number
    assert found.rows[0].rules[0].number == 2


def test_the_queue_pages_without_losing_or_repeating_a_case(tea, mod, reporter, author, monkeypatch):
    monkeypatch.setattr(queue_rows, "PAGE", 4)
    for _ in range(9):
        report(cast.post(author, tea), reporter)
    seen, after = [], ""
    while True:
        found = queues.queue(group=tea, user=mod, is_open=True, now=LATER, after=after)
        seen += [row.case.pk for row in found.rows]
        after = found.next_cursor
        if not after:
            break
    assert sorted(seen, reverse=True) == seen
    assert len(set(seen)) == 9
    assert queues.queue(group=tea, user=mod, is_open=True, now=LATER, after="garbage").rows


def test_the_case_page_costs_the_same_whatever_was_reported(tea, mod, reporter, post, django_assert_num_queries):
    first = report(post, reporter).report.case
    for _ in range(5):
        report(post, cast.member(tea))
    case = case_reads.get(pk=first.pk, user=mod, now=LATER).case
    with django_assert_num_queries(9):
        found = case_reads.page(case=case)
    assert len(found.reports) == 6
    assert [action.key for action in found.actions] == ["keep", "remove"]


def test_the_member_sees_a_decision_about_themselves_and_nobody_else_does(mod, author, reporter, post):
    decide(report(post, reporter).report.case, mod)
    entry = ModlogEntry.objects.get()

    assert decisions.get_decision(pk=entry.pk, user=author) == entry
    for somebody in (mod, reporter):
        with pytest.raises(errors.NotFound):
            decisions.get_decision(pk=entry.pk, user=somebody)
