"""A group with rules, a moderator, an author and a reporter; and what moderators do there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import targets
from community.models import Case, GroupRule
from community.services import cases, reports
from inbox import registry as notices
from inbox.models import Notification
from live.models import Topic
from tests.community import cast

LATER = cast.NOON + timedelta(hours=1)


@pytest.fixture(name="tea")
def tea_with_rules():
    place = cast.group("tea")
    for number, title in enumerate(("Be kind", "No selling"), 1):
        GroupRule.objects.create(group=place, number=number, titles={"en": title})
    return place


@pytest.fixture(name="mod")
def a_moderator(tea):
    return cast.member(tea, "mod", role="moderator")


@pytest.fixture(name="author")
def an_author(tea):
    return cast.member(tea, "author")


@pytest.fixture(name="reporter")
def a_reporter(tea):
    return cast.member(tea, "reporter")


@pytest.fixture(name="post")
def a_post(tea, author):
    return cast.post(author, tea, "Buy my **kettle**!", title="Kettle")


def report(target, by, rule=2, note="", now=LATER):
    return reports.report(reporter=by, target=target, rule=rule, note=note, now=now)


def decide(case, by, action="remove", *, rule=2, reason="It is an advert.", seen=None, now=LATER):
    case.refresh_from_db()
    seen = seen or cases.token_of(case, cases.target_of(case))
    return cases.decide(moderator=by, case=case, action=action, rule=rule, reason=reason, seen=seen, now=now)


def told(user, kind):
    return [
        notices.get(kind).sentence(row.data, row.actor.display_name if row.actor else "")
        for row in Notification.objects.filter(recipient=user, kind=kind).select_related("actor").order_by("pk")
    ]


def version(name):
    return dict(Topic.objects.values_list("name", "version")).get(name, 0)


def judged(target, by, action="strike", note="One of five accounts of one person."):
    """Have a support or a ballot decided about: its case, or a new one."""
    case = Case.objects.filter(**targets.columns(target)).exclude(state=Case.State.KEPT).first()
    case = case or reports.look_into(by=by, target=target, note=note, now=LATER).report.case
    return decide(case, by, action, rule=None, reason=note)
