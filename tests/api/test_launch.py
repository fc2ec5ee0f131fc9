"""A launch by programs alone, to its end: supporters buy first and their team succeeds, then everybody buys."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from community.models import Proposal
from community.selectors import proposal_trail
from lib import clock as clocks
from live.selectors import topics
from rewards.models import Campaign
from rewards.services import proofs
from rewards.services.buying import campaigns
from tests.api.callers import Caller
from tests.api.making import House
from tests.api.market import CONSOLE_OF
from tests.api.test_buying import bought
from tests.api.test_making import done
from tests.community import cast, proposing
from tests.rewards import bank

pytestmark = pytest.mark.django_db(transaction=True)


def test_supporters_buy_what_they_wanted_first_and_their_team_succeeds(settings: Any, clock: Any, tmp_path: Any):
    settings.HEARTH_TRUST_DAYS, settings.MEDIA_ROOT = 0, tmp_path
    house = House()
    house.maker.staff.update(role="owner")
    made = house.frozen()
    keeper = cast.person(is_staff=True)
    brand, staff, stranger = Caller(house.maker.person), Caller(keeper), Caller(cast.person())
    fans = [Caller(fan) for fan in house.fans]
    one = f"proposals/{made.public_id}"

    campaign = sold_by(house, brand, staff, one)
    teams = f"campaigns/{campaign.public_id}/teams"
    assert done(brand.get(f"{one}/launch"))["state"] == "launched"
    assert [done(fan.get(one))["state"] for fan in fans] == ["launched"] * 3
    early = stranger.post(teams, {"size": 3})
    assert (early.status_code, early.json()["code"]) == (409, "rewards.supporters_first")

    first = bought(fans[0], teams, {"size": 3, "name": "Helpers"}, clock.now)
    team = first["team"]["id"]
    for fan in fans[1:]:
        assert bought(fan, f"teams/{team}/orders", {}, clock.now)["state"] != "held"
    bank.run_jobs(clock.now)

    shown = done(fans[0].get(f"teams/{team}"))
    assert (shown["state"], len(shown["members"])) == ("succeeded", 3)
    assert {done(fan.get("orders"))["results"][0]["state"] for fan in fans} == {"captured"}
    clock.tick(hours=72)
    assert bought(stranger, teams, {"size": 3}, clock.now)["state"] == "authorised"
    why = {"reason": "The kiln broke, and there is no other."}
    ended = brand.post(f"{one}/giving-up", why | {"sale": "end"})
    assert (ended.status_code, ended.json()["code"]) == (403, "rewards.campaign_has_succeeded")

    done(brand.post(f"{one}/giving-up", why | {"sale": "keep"}))
    assert trail_of(made)[-1] == "The brand gave it up; the sale goes on to its end as promised"
    page, before = f"/proposals/{made.public_id}/", topics.versions([f"proposal:{made.pk}"])
    clock.tick(hours=1)
    campaigns.cancel(by=keeper, campaign=campaign, reason="Lead in the <glaze>.", now=clock.now)
    bank.run_jobs(clock.now)
    assert trail_of(made)[-2:] == [
        "The brand gave it up; the sale was to go on to its end",
        "Its sale was called off: Lead in the <glaze>.",
    ]
    assert topics.versions([f"proposal:{made.pk}"]) != before
    assert "Its sale was called off: Lead in the &lt;glaze&gt;." in fans[0].client.get(page).content.decode()
    assert [found for _name, found in proofs.check(now=clocks.now()) if found] == []


def trail_of(made: Proposal) -> list[str]:
    return [str(line.words) for line in proposal_trail.of(proposing.fresh(made))]


def sold_by(house: House, brand: Caller, staff: Caller, one: str) -> Campaign:
    """Announce it, finish what will be sold, have it approved, and launch it."""
    done(brand.put(f"{one}/announcement"))
    assert brand.post(f"{one}/launch").status_code == 409
    drafts = done(brand.get(f"brands/{house.maker.slug}/campaigns"))["results"]
    own = CONSOLE_OF.format(slug=house.maker.slug, public_id=drafts[0]["id"])
    terms = {
        "names": {"en": "The pouch"},
        "stories": {"en": "As 3 of you wanted."},
        "tiers": [{"min_people": 3, "price_minor": 900}],
        "sizes": [3],
        "stock": 20,
        "closes_at": (house.now + timedelta(days=20)).isoformat(),
        "version": done(brand.get(own))["version"],
    }
    done(brand.put(own, terms))
    assert brand.client.post(f"/api/v1/{own}/pictures", {"file": cast.picture()}).status_code < 300
    done(brand.post(f"{own}/submission"))
    assert brand.post(f"{one}/launch").status_code == 409
    assert done(staff.post(f"review/campaigns/{drafts[0]['id']}", {"approve": True}))["state"] == "scheduled"
    done(brand.post(f"{one}/launch"))
    return Campaign.objects.get(public_id=drafts[0]["id"])
