"""The settings offer the kinds one can be told of, and leave the others as they were."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import BrandStaff, User
from inbox import registry
from inbox.models import Preference
from inbox.selectors import preferences as reads
from inbox.services import preferences
from tests.community import scenes
from tests.factories import member
from tests.rewards import factories as f

pytestmark = pytest.mark.django_db
BRAND = {"campaign_approved", "campaign_sent_back", "campaign_cancelled"}
MONEY = {"refund_answered", "money_taken_back"}
STAFF = {"campaign_submitted", "refund_waits"}
GROUP = {"case_opened", "join_request"}


def offered(user: User) -> set[str]:
    return {choice.key for choice in reads.choices(user=user)} & (BRAND | MONEY | STAFF | GROUP)


def moderator() -> User:
    return scenes.join(scenes.group("tea"), member("Mo"), role="moderator")


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        (lambda: member("Mei"), set()),
        (lambda: f.brand().owner, BRAND | MONEY),
        (f.staff, STAFF | MONEY | GROUP),
        (moderator, GROUP),
    ],
    ids=["member", "brand", "staff", "moderator"],
)
def test_kinds_that_one_can_never_be_told_of_are_not_offered(who: Any, kinds: set[str]) -> None:
    assert offered(who()) == kinds


def test_what_everybody_can_be_told_of_is_offered_to_everybody() -> None:
    free = {kind.key for kind in registry.every() if kind.audience is None}

    assert {choice.key for choice in reads.choices(user=member("Mei"))} == free
    assert {"buy_joined", "comment", "reaction"} <= free


def test_saving_leaves_alone_what_was_not_offered(client: Client) -> None:
    person = f.brand().owner
    preferences.choose(user=person, wanted={"campaign_approved"})
    BrandStaff.objects.filter(user=person).delete()
    client.force_login(person)

    client.post(reverse("inbox:preference-list"), {"wanted": ["comment"]})

    kept = dict(Preference.objects.filter(user=person).values_list("kind", "is_on"))
    assert kept["campaign_approved"] is True
    assert kept["campaign_sent_back"] is False
    assert (kept["comment"], kept["reaction"]) == (True, False)


def test_each_audience_is_asked_once(django_assert_max_num_queries: Any) -> None:
    person, audiences = member("Mei"), {kind.audience for kind in registry.every() if kind.audience}

    with django_assert_max_num_queries(1 + len(audiences)):  # what was chosen, and each audience
        reads.choices(user=person)
