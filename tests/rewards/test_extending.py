"""After a pause staff may give all running teams more time, as far as the banks hold what was promised."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from inbox.models import Notification
from lib import errors
from live.models import Topic
from rewards.models import BuyTeam, Campaign, Event, Payment
from rewards.services import listings
from rewards.services.buying import campaigns, extending
from tests.factories import member
from tests.rewards import factories as f, scenes
from tests.rewards.browsing import signed_in, text_of
from tests.rewards.buying import fresh
from tests.rewards.console import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def paused(**changes: Any) -> Campaign:
    campaign = f.campaign(**changes)
    scenes.team(campaign, member("Mei Lin"), member("Bo"))
    owner = campaign.brand.staff.get().user
    return campaigns.pause(by=owner, campaign=campaign, reason="Snow.", now=campaign.opens_at)


def held_until(team: BuyTeam, moment: Any) -> None:
    Payment.objects.filter(seat__team=team).update(capture_before=moment)


def test_every_forming_team_gets_the_hours_and_its_members_are_told(clock: Any) -> None:
    campaign, staff = paused(), f.staff()
    team, other = campaign.teams.get(), scenes.team(campaign, *scenes.people(1), size=3)
    scenes.seat(team, late := member("At the checkout"), state="held")

    found = extending.resume(by=staff, campaign=campaign, hours=24, now=clock.now)

    assert (fresh(campaign).state, found.whole, found.cut, found.none) == ("open", 2, 0, 0)
    for each in (team, other):
        assert fresh(each).deadline_at == each.deadline_at + timedelta(hours=24)
        last = Event.objects.filter(kind="team", row_id=each.pk).latest("seq")
        assert (last.cause, last.actor, last.before, last.after) == ("extended", staff, "forming", "forming")
        assert last.data["deadline_at"] == fresh(each).deadline_at.isoformat()
    told = Notification.objects.filter(kind="buy_extended")
    assert told.count() == 4
    assert set(told.filter(recipient=late).values_list("url", flat=True)) == {f"/buy/t/{team.public_id}/"}
    assert Topic.objects.filter(name=f"buyteam:{team.pk}").exists()


def test_a_bank_that_lets_go_before_cuts_the_time(clock: Any) -> None:
    campaign = paused()
    free, short, spent = (campaign.teams.get(), *(scenes.team(campaign, *scenes.people(1)) for _each in range(2)))
    held_until(short, short.deadline_at + extending.MARGIN + timedelta(hours=5))
    held_until(spent, spent.deadline_at + timedelta(hours=1))

    found = extending.resume(by=f.staff(), campaign=campaign, hours=24, now=clock.now)

    assert (found.whole, found.cut, found.none) == (1, 1, 1)
    more = [fresh(team).deadline_at - team.deadline_at for team in (free, short, spent)]
    assert more == [timedelta(hours=24), timedelta(hours=5), timedelta(0)]
    assert Notification.objects.filter(kind="buy_extended").count() == 3


def test_what_is_over_gets_no_time(clock: Any) -> None:
    campaign = paused()
    late = campaign.teams.get()
    BuyTeam.objects.update(deadline_at=clock.now)
    ended = scenes.team(campaign, *scenes.people(2), state="failed", has_succeeded=False, seats_taken=0)

    found = extending.resume(by=f.staff(), campaign=campaign, hours=24, now=clock.now)

    assert (found.whole, found.cut, found.none) == (0, 0, 0)
    assert fresh(late).deadline_at == clock.now
    assert fresh(ended).deadline_at == ended.deadline_at


def of_the_brand(campaign: Campaign) -> User:
    return campaign.brand.staff.get().user


def staff_of_the_brand(campaign: Campaign) -> User:
    person = of_the_brand(campaign)
    person.is_staff = True
    person.save()
    return person


@pytest.mark.parametrize("who", [of_the_brand, staff_of_the_brand, lambda _campaign: member("Out")])
def test_only_staff_without_a_part_in_it_give_time(who: Any, clock: Any) -> None:
    campaign = paused()
    before = campaign.teams.get().deadline_at

    with pytest.raises((errors.NotAllowed, errors.NotFound)):
        extending.resume(by=who(campaign), campaign=campaign, hours=24, now=clock.now)

    assert (fresh(campaign).state, campaign.teams.get().deadline_at) == ("paused", before)


@pytest.mark.parametrize("hours", [0, -3, extending.MOST_HOURS + 1])
def test_time_has_bounds(hours: int, clock: Any) -> None:
    campaign = paused()

    with pytest.raises(errors.Invalid):
        extending.resume(by=f.staff(), campaign=campaign, hours=hours, now=clock.now)

    assert fresh(campaign).state == "paused"


def test_time_is_given_once_on_going_on(clock: Any) -> None:
    campaign, staff = paused(), f.staff()
    extending.resume(by=staff, campaign=campaign, hours=24, now=clock.now)

    with pytest.raises(listings.WrongMoment):
        extending.resume(by=staff, campaign=campaign, hours=24, now=clock.now)


@pytest.mark.parametrize("number", [1, 12])
def test_telling_costs_the_same_for_many(number: int, clock: Any, django_assert_num_queries: Any) -> None:
    campaign = paused(stock=500)
    for _each in range(number - 1):
        scenes.team(campaign, *scenes.people(3))
    staff = f.staff()

    with django_assert_num_queries(20 + 2 * number):  # each team takes its step
        extending.resume(by=staff, campaign=campaign, hours=24, now=clock.now)


def test_staff_find_the_button_and_hear_what_was_cut(clock: Any) -> None:
    campaign = paused()
    short = campaign.teams.get()
    held_until(short, short.deadline_at + extending.MARGIN + timedelta(hours=5))
    scenes.team(campaign, *scenes.people(1))
    keeper, path = (
        signed_in(f.staff()),
        reverse("rewards:console-extend", args=[campaign.brand.slug, campaign.public_id]),
    )
    page = at("console-campaign", campaign)
    assert path in keeper.get(page).content.decode()
    assert path not in signed_in(of_the_brand(campaign)).get(page).content.decode()

    wrong = keeper.post(path, {"hours": "many"}, follow=True)
    done = keeper.post(path, {"hours": "24"}, follow=True)

    assert "From 1 to 168 hours." in wrong.content.decode()
    assert "It goes on. 1 team has 24 hours more." in done.content.decode()
    assert "1 team got a part of it: a bank lets go of a hold before." in done.content.decode()
    assert path not in done.content.decode()
    assert "Paused" not in text_of(done)
    assert signed_in(of_the_brand(campaign)).post(path, {"hours": "24"}).status_code == 403
