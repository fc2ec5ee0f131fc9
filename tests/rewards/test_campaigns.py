"""A campaign from its draft to its end."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inbox.models import Notification
from lib import errors
from live.models import Topic
from rewards.models import BuyTeam, Campaign, Event, FrozenRules
from rewards.services import listings
from rewards.services.buying import campaigns, rules
from tests.factories import member
from tests.rewards import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def trail(campaign: Campaign) -> list[tuple[int, str, str]]:
    rows = Event.objects.filter(kind="campaign", row_id=campaign.pk).order_by("seq")
    return [(row.seq, row.after, row.cause) for row in rows]


def test_a_campaign_goes_from_draft_over_review_to_open(clock: Any) -> None:
    campaign = f.campaign()

    assert (campaign.state, campaign.opens_at) == ("open", clock.now)
    assert trail(campaign) == [
        (1, "draft", "drafted"),
        (2, "review", "submitted"),
        (3, "scheduled", "approved"),
        (4, "open", "opened"),
    ]


def test_one_that_begins_later_waits_for_its_time(clock: Any) -> None:
    campaign = f.campaign(opens_at=clock.now + timedelta(hours=2))

    early = campaigns.open_due(now=clock.tick(hours=1))
    assert (campaign.state, early) == ("scheduled", 0)

    opened = campaigns.open_due(now=clock.tick(hours=1))
    campaign.refresh_from_db()
    assert (campaign.state, opened) == ("open", 1)
    assert campaigns.open_due(now=clock.now) == 0


@pytest.mark.parametrize("is_paused", [False, True])
def test_one_whose_time_is_over_takes_no_new_teams(clock: Any, is_paused: bool) -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    if is_paused:
        campaigns.pause(by=shop.owner, campaign=campaign, reason="A van broke down.", now=clock.now)

    assert campaigns.close_due(now=clock.tick(days=13)) == 0
    assert campaigns.close_due(now=clock.tick(days=1)) == 1
    campaign.refresh_from_db()
    assert campaign.state == "closing"


def test_the_rules_are_frozen_with_a_hash_that_anybody_can_compute() -> None:
    campaign = f.campaign()

    frozen = FrozenRules.objects.get(campaign=campaign)
    written = json.dumps(frozen.document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert frozen.hash == hashlib.sha256(written.encode()).hexdigest()
    assert frozen.document["ladder"] == [[1, 10_000], [3, 8_000], [5, 6_000]]
    assert frozen.document["stock"] == 100
    assert rules.are_kept(campaign)


@pytest.mark.parametrize(
    "change",
    [{"stock": 99}, {"ratio_percent": 50}, {"names": {"en": "Tin"}}, {"policies": {}}, {"closes_at": None}],
    ids=lambda change: next(iter(change)),
)
def test_rules_that_were_changed_behind_the_services_are_found_out(change: dict[str, Any]) -> None:
    campaign = f.campaign()

    Campaign.objects.filter(pk=campaign.pk).update(**change)

    assert not rules.are_kept(Campaign.objects.get(pk=campaign.pk))


def test_a_ladder_that_was_changed_behind_the_services_is_found_out() -> None:
    campaign = f.campaign()

    campaign.tiers.filter(min_people=3).update(price_minor=8_001)

    assert not rules.are_kept(Campaign.objects.get(pk=campaign.pk))


def test_frozen_rules_cannot_be_changed_or_deleted() -> None:
    campaign = f.campaign()

    for attack in (lambda rows: rows.update(hash="0" * 64), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack(FrozenRules.objects.filter(campaign=campaign))


@pytest.mark.parametrize("state", ["review", "scheduled", "open", "paused", "closing", "settled", "cancelled"])
def test_nothing_but_a_draft_can_be_changed(clock: Any, state: str) -> None:
    shop = f.brand()
    campaign = f.draft(shop)
    Campaign.objects.filter(pk=campaign.pk).update(state=state)

    with pytest.raises(listings.WrongMoment) as refused:
        campaigns.edit(by=shop.owner, campaign=campaign, terms=f.terms(stock=1))

    campaign.refresh_from_db()
    assert (refused.value.data["state"], campaign.stock) == (state, 100)


def test_a_draft_may_be_unfinished_but_not_handed_in(clock: Any) -> None:
    shop = f.brand()
    campaign = f.draft(shop, names={}, stories={}, ladder=(), sizes=(), stock=0, closes_at=None)

    with pytest.raises(errors.Invalid) as refused:
        campaigns.submit(by=shop.owner, campaign=campaign, now=clock.now)

    assert set(refused.value.fields) == {"name", "story", "tiers", "sizes", "closes_at"}
    campaign.refresh_from_db()
    assert campaign.state == "draft"


def test_editing_a_draft_replaces_its_ladder(clock: Any) -> None:
    shop = f.brand()
    campaign = f.draft(shop)

    campaigns.edit(by=shop.owner, campaign=campaign, terms=f.terms(ladder=[(2, 900), (4, 700)]))

    assert [(tier.min_people, tier.price_minor) for tier in campaign.tiers.all()] == [(2, 900), (4, 700)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ladder": [(1, 900), (3, 900)]}, "tiers"),
        ({"ladder": [(1, 900), (3, 950)]}, "tiers"),
        ({"ladder": [(4, 900), (5, 800)]}, "tiers"),
        ({"ladder": [(1, 900), (6, 800)]}, "tiers"),
        ({"ladder": [(2, 900)], "completion": "ratio", "ratio_percent": 30}, "tiers"),
        ({"stock": 2}, "stock"),
        ({"team_hours": 121}, "team_hours"),
        ({"single_minor": 9_999}, "single_minor"),
        ({"ladder": [(2, 900), (3, 399)]}, "tiers"),  # no bank charges that little
        ({"ladder": [(2, 9_000), (3, 8_005)], "currency": "KWD"}, "tiers"),  # nor that exactly
        ({"ladder": [(2, 9_000)], "single_minor": 9_001, "currency": "KWD"}, "single_minor"),
    ],
)
def test_terms_that_do_not_fit_each_other_are_not_reviewed(clock: Any, changes: dict[str, Any], field: str) -> None:
    shop = f.brand()
    campaign = f.draft(shop, **changes)

    with pytest.raises(errors.Invalid) as refused:
        campaigns.submit(by=shop.owner, campaign=campaign, now=clock.now)

    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {"team_hours": 121, "payment_mode": "setup"},
        {"team_hours": 120},
        {"single_minor": 10_000},
        {"ladder": [(3, 900), (5, 800)]},
        {"ladder": [(2, 900), (3, 400)]},
        {"ladder": [(2, 9_000), (3, 8_010)], "single_minor": 9_010, "currency": "KWD"},
        {"ladder": [(2, 900)], "completion": "ratio", "ratio_percent": 34},
    ],
)
def test_terms_at_the_edge_of_what_fits_are_reviewed(changes: dict[str, Any]) -> None:
    assert f.in_review(**changes).state == "review"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"names": {"en": "x" * 81}}, "name"),
        ({"stories": {"zh-hans": "茶\x00"}}, "story_zh_hans"),
        ({"currency": "ABC"}, "currency"),
        ({"payment_mode": "later"}, "payment_mode"),
        ({"stock": -1}, "stock"),
        ({"per_member": 0}, "per_member"),
        ({"sizes": (1,)}, "sizes"),
        ({"sizes": (2, 3, 4, 5, 6, 7, 8)}, "sizes"),
        ({"ladder": [(1, 0)]}, "tiers"),
        ({"ladder": [(2, 900), (2, 800)]}, "tiers"),
        ({"ladder": [(1, 10**13)]}, "tiers"),
        ({"single_minor": 0}, "single_minor"),
    ],
)
def test_terms_that_no_column_holds_are_refused_beside_their_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.Invalid) as refused:
        f.draft(**changes)

    assert list(refused.value.fields) == [field]
    assert not Campaign.objects.exists()


def test_without_words_of_its_own_a_campaign_says_ours_in_both_languages() -> None:
    campaign = f.campaign(completion="ratio", ratio_percent=80, sizes=(5, 10), ladder=[(4, 900), (10, 500)])

    assert "4 of 5, 8 of 10" in campaign.policies["en"]
    assert campaign.policies["zh-hans"]


def test_what_a_brand_says_itself_stays() -> None:
    campaign = f.campaign(policies={"en": "We ship in May."})

    assert campaign.policies == {"en": "We ship in May."}


def test_staff_send_a_campaign_back_with_a_reason(clock: Any) -> None:
    shop = f.brand()
    campaign = f.in_review(shop)

    campaigns.send_back(by=f.staff(), campaign=campaign, reason="Which tea?", now=clock.now)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.reason) == ("draft", "Which tea?")
    line = Notification.objects.get(recipient=shop.owner, kind="campaign_sent_back")
    assert line.data["reason"] == "Which tea?"
    with pytest.raises(errors.Invalid):
        campaigns.send_back(by=f.staff(), campaign=f.in_review(shop), reason="  ", now=clock.now)


def test_a_window_that_ended_during_review_is_not_approved(clock: Any) -> None:
    campaign = f.in_review()

    with pytest.raises(errors.Invalid) as refused:
        campaigns.approve(by=f.staff(), campaign=campaign, now=clock.tick(days=14))

    assert list(refused.value.fields) == ["closes_at"]
    assert not FrozenRules.objects.exists()


def test_two_people_of_staff_cannot_approve_twice(clock: Any) -> None:
    campaign = f.in_review()
    campaigns.approve(by=f.staff(), campaign=campaign, now=clock.now)

    with pytest.raises(listings.WrongMoment):
        campaigns.approve(by=f.staff(), campaign=campaign, now=clock.now)


def test_a_pause_says_why_and_ends(clock: Any) -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    before = Topic.objects.get(name=f"buy:{campaign.pk}").version

    campaigns.pause(by=shop.owner, campaign=campaign, reason="A van broke down.", now=clock.now)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.reason) == ("paused", "A van broke down.")

    campaigns.resume(by=shop.owner, campaign=campaign, now=clock.now)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.reason) == ("open", "")
    assert Topic.objects.get(name=f"buy:{campaign.pk}").version == before + 2


def test_an_owner_cancels_until_a_team_has_succeeded_and_staff_after(clock: Any) -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    BuyTeam.objects.create(
        campaign=campaign, captain=shop.owner, size=3, needed=3, confirmed=3, seats_taken=3, state="succeeded",
        has_succeeded=True, price_minor=8_000, opened_at=clock.now, deadline_at=clock.now,
    )  # fmt: skip

    with pytest.raises(campaigns.HasSucceeded):
        campaigns.cancel(by=shop.owner, campaign=campaign, reason="Sold too cheap.", now=clock.now)
    campaigns.cancel(by=f.staff(), campaign=campaign, reason="The brand is gone.", now=clock.now)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.reason) == ("cancelled", "The brand is gone.")
    assert Notification.objects.filter(recipient=shop.owner, kind="campaign_cancelled").count() == 1


def test_nothing_leaves_a_cancelled_campaign(clock: Any) -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    campaigns.cancel(by=shop.owner, campaign=campaign, reason="No more tea.", now=clock.now)

    for again in (
        lambda: campaigns.cancel(by=shop.owner, campaign=campaign, reason="Again.", now=clock.now),
        lambda: campaigns.resume(by=shop.owner, campaign=campaign, now=clock.now),
        lambda: campaigns.pause(by=shop.owner, campaign=campaign, reason="Again.", now=clock.now),
        lambda: campaigns.submit(by=shop.owner, campaign=campaign, now=clock.now),
    ):
        with pytest.raises(listings.WrongMoment):
            again()
    assert campaigns.close_due(now=clock.tick(days=20)) == 0


# who may: owner, editor, staff, staff who work for the brand, somebody else
MAY = {
    "edit": ("yes", "yes", "no", "yes", "unknown"),
    "submit": ("yes", "yes", "no", "yes", "unknown"),
    "approve": ("no", "no", "yes", "no", "unknown"),
    "send_back": ("no", "no", "yes", "no", "unknown"),
    "pause": ("yes", "yes", "yes", "yes", "unknown"),
    "resume": ("yes", "yes", "yes", "yes", "unknown"),
    "cancel": ("yes", "no", "yes", "no", "unknown"),
}
STATES = {"edit": "draft", "submit": "draft", "approve": "review", "send_back": "review", "pause": "open"}


@pytest.mark.parametrize("action", MAY)
def test_who_may_do_what(clock: Any, action: str) -> None:
    editor, insider = member("Editor"), member("Insider", is_staff=True)
    shop = f.brand(editor=editor)
    shop.staff.create(user=insider, role="editor")
    more: dict[str, Any] = {"terms": f.terms()} if action == "edit" else {"now": clock.now}
    if action in ("send_back", "pause", "cancel"):
        more["reason"] = "Because."

    answers = []
    for person in (shop.owner, editor, f.staff(), insider, member("Stranger")):
        campaign = f.draft(shop)
        Campaign.objects.filter(pk=campaign.pk).update(state=STATES.get(action, "paused"))
        try:
            getattr(campaigns, action)(by=person, campaign=campaign, **more)
            answers.append("yes")
        except (errors.NotAllowed, errors.NotFound) as refused:
            answers.append("unknown" if isinstance(refused, errors.NotFound) else "no")
            campaign.refresh_from_db()
            assert (campaign.state, campaign.seq) == (STATES.get(action, "paused"), 1)

    assert tuple(answers) == MAY[action]
