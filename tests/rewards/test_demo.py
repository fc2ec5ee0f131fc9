"""The demo's group buys, lived through the services: what the tour promises is there, and the books are clean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from accounts.models import Brand, BrandStaff
from demo import buying, content
from demo.timeline import Event, interwoven
from inbox.models import Notification
from rewards.models import BuyTeam, Campaign, Coupon, CouponUse, Payment, Seat, WaitEntry
from rewards.selectors import campaigns, coupons, review, waiting
from rewards.services.buying import rules
from tests.factories import member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def market(clock: Any, settings: Any, tmp_path: Any) -> buying.Market:
    """The market of the demo's members and brands, lived up to the frozen now."""
    settings.MEDIA_ROOT = tmp_path
    brands = {
        slug: Brand.objects.create(slug=slug, created_at=clock.now, **texts) for slug, texts in content.brands().items()
    }
    users = {}
    for key, found in content.members().items():
        users[key] = member(found.name, handle=key)
        if found.brand:
            BrandStaff.objects.create(brand=brands[found.brand], user=users[key], role=BrandStaff.Role.OWNER)
    lived = buying.Market(users=users, staff=member("Keeper", is_staff=True), now=clock.now)
    lived.live()
    return lived


def named(name: str) -> Campaign:
    return Campaign.objects.get(names__en=name)


def states(campaign: Campaign) -> list[tuple[str, int, int]]:
    rows = BuyTeam.objects.filter(campaign=campaign).order_by("pk")
    return [(team.state, team.confirmed, team.size) for team in rows]


def check_cream(market: buying.Market) -> None:
    """An open campaign: teams form, and the ladder has fallen for the fullest."""
    cream = named("Plain cream, in your own jar")
    board = campaigns.board(pk=cream.pk)

    assert cream.state == "open"
    assert sorted(states(cream)) == [("forming", 1, 3), ("forming", 4, 5), ("forming", 6, 8)]
    assert board.ladder.now is not None
    assert board.ladder.now.price.minor == 10_800
    assert board.ladder.ahead is not None
    assert (board.ladder.ahead.price.minor, board.ladder.missing) == (9_200, 2)
    assert {payment.net.minor for payment in Payment.objects.filter(seat__campaign=cream)} == {0}


def check_tea(market: buying.Market) -> None:
    """A campaign that is sold out: two teams came together, two parcels are sent, two parties wait."""
    tea = named("Half a gully: this autumn's rock tea")
    orders = Seat.objects.filter(campaign=tea)
    jonas = waiting.of(viewer=market.users["jonas"], campaign=tea)

    assert {(team.has_succeeded, team.price_minor) for team in tea.teams.all()} == {(True, 13_800), (True, 16_800)}
    where = orders.exclude(address=None).values_list("user__username", flat=True)
    assert set(orders.values_list("user__username", flat=True)) - set(where) == {"laohe"}
    assert Notification.objects.filter(recipient=market.users["laohe"], kind="buy_address").exists()
    assert (tea.seats_left, waiting.people_waiting(campaign=tea)) == (0, 3)
    assert sorted(orders.values_list("state", flat=True)) == ["captured"] * 6 + ["fulfilled"] * 2
    assert {payment.net.minor for payment in Payment.objects.filter(seat__campaign=tea)} == {13_800, 15_800, 16_800}
    assert jonas is not None
    assert (jonas.ahead, jonas.entry.party_size, jonas.entry.state) == (0, 2, WaitEntry.State.WAITING)


def check_shoe(market: buying.Market) -> None:
    """A team that did not come together cost nobody anything, and its members were told so."""
    shoe = named("The shoe with a second sole")
    failed = shoe.teams.get(has_succeeded=False)

    assert states(shoe)[1:] == [("forming", 5, 8)]
    assert {seat.state for seat in failed.seats.all()} == {"voided"}
    assert {payment.captured_minor for payment in Payment.objects.filter(seat__team=failed)} == {0}
    for who in ("jonas", "wanjiru", "callum"):
        assert Notification.objects.filter(recipient=market.users[who], kind="buy_failed").count() == 1


def check_coupons(market: buying.Market) -> None:
    """A stack came back as a whole with its failed team; one is on a seat, one was used, one waits to be."""
    jonas, xiaoman = market.users["jonas"], market.users["xiaoman"]
    uses = CouponUse.objects.values_list("user__username", "state").order_by("pk")
    assert sorted(uses) == [
        ("callum", "released"), ("haruka", "redeemed"), ("jonas", "released"), ("jonas", "released"),
        ("mumu", "held"), ("mumu", "held"),
    ]  # fmt: skip
    assert Notification.objects.filter(recipient=jonas, kind="coupon_back").count() == 2
    assert [mine.place for mine in coupons.mine(user=jonas, now=market.now)] == ["ready", "ready"]
    assert [mine.place for mine in coupons.mine(user=xiaoman, now=market.now)] == ["ready"]
    assert {coupon.off for coupon in Coupon.objects.all()} == {"€10", "5%", "¥10"}


def check_gaiwan(market: buying.Market) -> None:
    """A campaign paid at once: one shelf is bought, and a refund too big for one person waits for a second."""
    gaiwan = named("A gaiwan from the last wood kiln")
    waiting_ones = review.waiting_refunds(viewer=market.staff)

    assert states(gaiwan) == [("succeeded", 4, 4), ("forming", 2, 6)]
    assert {payment.net.minor for payment in Payment.objects.filter(seat__campaign=gaiwan)} == {64_000, 72_000}
    assert [(refund.payment.seat.user, str(amount), may) for refund, amount, may in waiting_ones] == [
        (market.users["soren"], "¥640", True)
    ]
    assert Notification.objects.filter(recipient=market.staff, kind="refund_waits").count() == 1


def check_slope(market: buying.Market) -> None:
    """A campaign that waits for review is nobody's to see yet."""
    slope = named("The slope nobody wanted: a share of spring")

    assert slope.state == "review"
    assert not Campaign.objects.visible_to(AnonymousUser()).filter(pk=slope.pk).exists()


def test_the_demo_has_what_the_tour_shows_and_its_books_are_clean(market, capsys):
    for check in (check_cream, check_tea, check_shoe, check_coupons, check_gaiwan, check_slope):
        check(market)

    call_command("payments_check")
    assert "ok" in capsys.readouterr().out
    assert not Seat.objects.filter(taken_at__gt=market.now).exists()
    for campaign in Campaign.objects.exclude(state="review"):
        assert rules.are_kept(campaign)
        assert {"en", "zh-hans"} <= campaign.stories.keys()


def test_what_happens_is_lived_in_the_order_of_time():
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    events = [Event(start + timedelta(hours=hours), "visit", str(hours)) for hours in (0, 1, 1, 5)]
    did: list[str] = []
    steps = [(start + timedelta(hours=hours), partial(did.append, f"step {hours}")) for hours in (7, 1, 3)]

    for part in interwoven(events, steps):
        part() if callable(part) else did.extend(event.who for event in part)

    assert did == ["0", "1", "1", "step 1", "step 3", "5", "step 7"]


def test_whoever_is_named_in_the_content_exists():
    wanted = content.campaigns()
    named = {who for each in wanted for team in each.teams for who, _hours in team.joined}
    named |= {each.by for each in wanted} | {waiter.who for each in wanted for waiter in each.waiters}

    assert named <= content.members().keys()
    assert {each.brand for each in wanted} <= content.brands().keys()
