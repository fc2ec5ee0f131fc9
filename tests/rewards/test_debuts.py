"""A launch is sold as a campaign: drafted when it is announced, opened with it, for those who helped first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gamify import launches
from lib import clock, errors
from rewards.models import BuyTeam, Campaign
from rewards.services.buying import campaigns, debuts, refusals, rules, seats, teams
from tests.factories import member
from tests.rewards import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def launch_of(shop, *people) -> launches.Launch:
    now = clock.now()
    return launches.Launch(
        key="proposal:abc",
        brand=shop,
        by=shop.owner,
        names={"en": "Pouch"},
        stories={},
        first=[person.pk for person in people],
        first_until=now + timedelta(days=3),
        now=now,
    )


def test_who_helped_buys_first_and_everybody_after_three_days(clock):
    shop, helper, stranger = f.brand(), member("Helper"), member("Stranger")
    launch = launch_of(shop, helper)
    launches.prepare(launch)
    campaigns.cancel(by=shop.owner, campaign=Campaign.objects.get(), reason="Another one.", now=launch.now)
    for _ in range(2):
        launches.prepare(launch)
    buy = Campaign.objects.get(launch="proposal:abc", state="draft")
    with pytest.raises(debuts.NotReady):
        launches.open_(launch)
    campaigns.edit(by=shop.owner, campaign=buy, terms=f.terms())
    campaigns.submit(by=shop.owner, campaign=buy, now=launch.now)
    campaigns.approve(by=f.staff(), campaign=buy, now=launch.now)
    campaigns.open_due(now=launch.now)
    buy.refresh_from_db()
    assert (buy.state, buy.rules.document["first_hours"]) == ("scheduled", 72)
    assert launches.find("proposal:abc").is_ready

    opened = [launches.open_(launch) for _ in range(2)]

    assert opened[0] == opened[1]
    buy.refresh_from_db()
    assert (buy.state, buy.first_buyers.get().user, rules.are_kept(buy)) == ("open", helper, True)
    wish = {"campaign": buy, "size": 3, "plan_b": "stop", "now": launch.now}
    with pytest.raises(refusals.SupportersFirst):
        teams.open(actor=stranger, key="s", **wish)
    seat = teams.open(actor=helper, key="h", **wish)
    with pytest.raises(refusals.SupportersFirst):
        seats.join(actor=stranger, team=seat.team, key="t", plan_b="stop", invite=seat.team.invite, now=launch.now)
    assert launches.find_sale("proposal:abc") == launches.Sale(people=1, may_end=True)
    later = launch.now + timedelta(hours=72)
    assert teams.open(actor=stranger, key="u", **(wish | {"now": later})).state == "held"


def test_what_is_called_off_ends_as_its_brand_would_end_it_and_a_draft_is_thrown_away(clock):
    shop, helper = f.brand(), member("Helper")
    launch = launch_of(shop, helper)
    end = launches.End(launch.key, shop.owner, "It cracked in the kiln.", launch.now)
    launches.call_off(end)
    launches.prepare(launch)
    assert launches.find_sale(launch.key) is None
    launches.call_off(end)
    assert Campaign.objects.get().state == "cancelled"

    launches.prepare(launch)
    buy = Campaign.objects.get(launch=launch.key, state="draft")
    campaigns.edit(by=shop.owner, campaign=buy, terms=f.terms())
    campaigns.submit(by=shop.owner, campaign=buy, now=launch.now)
    campaigns.approve(by=f.staff(), campaign=buy, now=launch.now)
    launches.open_(launch)
    seat = teams.open(campaign=buy, actor=helper, size=3, plan_b="stop", key="h", now=launch.now)
    with pytest.raises(errors.NotFound):
        launches.call_off(replace(end, by=helper))
    BuyTeam.objects.filter(pk=seat.team_id).update(has_succeeded=True)
    assert not launches.find_sale(launch.key).may_end
    with pytest.raises(campaigns.HasSucceeded):
        launches.call_off(end)
    BuyTeam.objects.filter(pk=seat.team_id).update(has_succeeded=False)

    launches.call_off(end)

    buy.refresh_from_db()
    assert (buy.state, buy.reason, launches.find_sale(launch.key)) == ("cancelled", end.reason, None)
