"""Where no seat is to be had the page says so before it shows a form, and says what else there is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lib import clock as clocks
from rewards.models import Campaign, FakeCharge, Merger, Payment, Seat
from rewards.selectors import campaigns, mine
from rewards.services.buying import mergers, refusals
from tests.factories import member
from tests.rewards import buying, factories as f, scenes
from tests.rewards.browsing import signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SMALL: dict[str, Any] = {"stock": 3, "sizes": (3,), "ladder": [(1, 900)]}
FORM = 'name="plan_b"'


def sold_out(**changes: Any) -> Campaign:
    campaign = f.campaign(**SMALL, **changes)
    scenes.team(campaign, *scenes.people(3), size=3)
    return campaign


def test_who_is_in_already_is_led_to_the_order_and_told_so() -> None:
    me = member("Mei Lin")
    team = scenes.team(f.campaign(), me)

    page = signed_in(me).get(f"/buy/t/{team.public_id}/join/", follow=True)

    assert page.redirect_chain == [(f"/orders/{team.seats.get().public_id}/", 303)]
    assert "You already have a place in this team." in page.content.decode()


@pytest.mark.parametrize(
    "ended",
    [
        {"state": "failed", "has_succeeded": False, "seats_taken": 0},
        {"state": "succeeded", "has_succeeded": True, "price_minor": 6_000},
        {"state": "forming", "deadline_at": "now"},
    ],
    ids=lambda ended: str(ended["state"]),
)
def test_a_team_that_has_ended_shows_other_ways_and_no_form(ended: dict[str, Any]) -> None:
    campaign = f.campaign()
    other = scenes.team(campaign, *scenes.people(2), name="Early Birds")
    ended = {**ended, "deadline_at": clocks.now()} if "deadline_at" in ended else ended
    team = scenes.team(campaign, *scenes.people(2), **ended)

    page = signed_in(member("Mei Lin")).get(f"/buy/t/{team.public_id}/join/")

    assert (page.status_code, FORM in page.content.decode()) == (409, False)
    assert "This team has ended." in text_of(page)
    assert f'href="/buy/t/{other.public_id}/"' in page.content.decode()
    assert f'href="/buy/t/{team.public_id}/"' not in text_of(page)


def test_a_full_team_shows_no_form() -> None:
    team = scenes.team(f.campaign(), *scenes.people(3), size=3)

    page = signed_in(member("Mei Lin")).get(f"/buy/t/{team.public_id}/join/")

    assert (page.status_code, FORM in page.content.decode()) == (409, False)


@pytest.mark.parametrize(("state", "opens"), [("open", True), ("paused", False), ("closing", False)])
def test_a_team_is_opened_only_where_one_may(state: str, opens: bool) -> None:
    campaign = f.campaign()
    Campaign.objects.filter(pk=campaign.pk).update(state=state, reason="The kiln is cold.")

    page = signed_in(member("Mei Lin")).get(f"/buy/{campaign.public_id}/open/")

    assert (page.status_code == 200, FORM in page.content.decode()) == (opens, opens)


def test_who_has_all_the_seats_one_may_have_hears_it_before_the_form() -> None:
    me, campaign = member("Mei Lin"), f.campaign()
    mine = scenes.team(campaign, me, name="Mine")
    other = scenes.team(campaign, *scenes.people(2))

    for path in (f"/buy/t/{other.public_id}/join/", f"/buy/{campaign.public_id}/open/"):
        page = signed_in(me).get(path)
        assert (page.status_code, FORM in page.content.decode()) == (409, False)
        assert "You are in Mine: 1 of 5" in text_of(page)
    assert mine.seats.count() == 1


def test_what_is_sold_out_leads_to_the_waiting_list_and_not_to_a_form() -> None:
    campaign = f.campaign(**SMALL)
    roomy = scenes.team(campaign, *scenes.people(1), size=3)
    Campaign.objects.filter(pk=campaign.pk).update(seats_taken=3)
    wait, me = f"/buy/{campaign.public_id}/wait/", signed_in(member("Mei Lin"))

    for path in (f"/buy/t/{roomy.public_id}/join/", f"/buy/{campaign.public_id}/open/"):
        page = me.get(path)
        assert (page.status_code, FORM in page.content.decode()) == (409, False)
        assert f'action="{wait}"' in page.content.decode()
    team = me.get(f"/buy/t/{roomy.public_id}/").content.decode()
    assert "/join/" not in team
    assert wait in team


def test_a_kept_seat_is_taken_though_all_is_sold_out() -> None:
    campaign = f.campaign(**SMALL)
    me = member("Mei Lin")
    offer = scenes.offer(scenes.waiting(campaign, me), scenes.team(campaign, *scenes.people(1), size=3))
    Campaign.objects.filter(pk=campaign.pk).update(seats_taken=3)

    page = signed_in(me).get(f"/buy/offer/{offer.token}/join/")

    assert (page.status_code, FORM in page.content.decode()) == (200, True)


def test_an_offer_that_has_ended_shows_itself_and_no_form(clock: Any) -> None:
    campaign = f.campaign()
    offer = scenes.offer(scenes.waiting(campaign, member("Wait")), scenes.team(campaign, *scenes.people(2)))
    clock.tick(minutes=31)

    page = signed_in(member("Mei Lin")).get(f"/buy/offer/{offer.token}/join/", follow=True)

    assert page.redirect_chain == [(f"/buy/offer/{offer.token}/", 303)]


def test_a_key_names_one_wish_for_ever() -> None:
    campaign, me = f.campaign(per_member=3), member("Mei Lin")
    first, second = buying.open_team(campaign).team, buying.open_team(campaign).team
    seat = buying.join(first, me, key="one-wish", paid=False)

    for again in (
        lambda: buying.join(second, me, key="one-wish"),
        lambda: buying.open_team(campaign, me, key="one-wish"),
    ):
        with pytest.raises(refusals.KeyReused):
            again()

    assert list(Seat.objects.filter(user=me)) == [seat]


def test_a_key_of_an_opened_team_opens_no_other() -> None:
    campaign, me = f.campaign(per_member=3), member("Mei Lin")
    mine = buying.open_team(campaign, me, key="one-wish")
    other = buying.open_team(campaign).team

    assert buying.open_team(campaign, me, key="one-wish", paid=False) == mine
    with pytest.raises(refusals.KeyReused):
        buying.open_team(campaign, me, size=5, key="one-wish")
    with pytest.raises(refusals.KeyReused):
        buying.join(other, me, key="one-wish")


def test_a_seat_that_moved_is_found_by_its_key_all_the_same() -> None:
    campaign, me = f.campaign(), member("Mei Lin")
    old, new = buying.open_team(campaign).team, buying.open_team(campaign).team
    seat = buying.join(old, me, key="one-wish")
    merger = mergers.propose(actor=old.captain, team=old, into=new, now=clocks.now())
    mergers.answer(actor=me, merger=merger, seat=seat, yes=True, now=clocks.now())

    again = buying.join(old, me, key="one-wish", paid=False)

    assert (again, again.team_id) == (seat, new.pk)
    assert Seat.objects.filter(user=me).count() == 1


def test_a_page_that_was_sent_for_another_team_says_so() -> None:
    campaign, me = f.campaign(per_member=3), member("Mei Lin")
    one, two = scenes.team(campaign, *scenes.people(1)), scenes.team(campaign, *scenes.people(1))
    browser, said = signed_in(me), {"key": "the-same-key", "plan_b": "stop"}

    browser.post(f"/buy/t/{one.public_id}/join/", said)
    refused = browser.post(f"/buy/t/{two.public_id}/join/", said)

    assert refused.status_code == 409
    assert "This page was sent before, for something else." in text_of(refused)
    assert list(Seat.objects.filter(user=me).values_list("team", flat=True)) == [one.pk]


def test_a_question_that_was_answered_is_asked_nowhere_again(client: Client) -> None:
    captain, me = member("Captain"), member("Mei Lin")
    campaign = f.campaign()
    team, into = scenes.team(campaign, captain, me), scenes.team(campaign, *scenes.people(2))
    asked = Merger.objects.create(team=team, into=into, asked_by=captain, asked_at=clocks.now())
    browser = signed_in(me)
    order = team.seats.get(user=me).public_id
    pages = [
        f"/buy/t/{team.public_id}/",
        f"/buy/t/{team.public_id}/mine/",
        f"/buy/t/{into.public_id}/",
        f"/buy/{campaign.public_id}/",
        f"/buy/{campaign.public_id}/mine/",
        "/orders/",
        f"/orders/{order}/",
        "/buy/",
    ]
    question = "Move over to"
    assert question in text_of(browser.get(pages[0]))

    browser.post(f"/buy/t/{team.public_id}/merge/{asked.pk}/", {"answer": "no"})

    assert not [path for path in pages if question in text_of(browser.get(path))]
    assert mine.mine(viewer=me, team=team).asks == ()
    assert question in text_of(signed_in(captain).get(pages[0]))  # who has not answered is still asked


def test_nobody_is_asked_to_move_where_they_could_not() -> None:
    captain, me = member("Captain"), member("Mei Lin")
    campaign = f.campaign(sizes=(3, 5))
    team, dearer = scenes.team(campaign, captain, me, size=5), scenes.team(campaign, *scenes.people(1), size=3)
    late = scenes.team(campaign, *scenes.people(2), size=5)
    Payment.objects.filter(seat__team=team).update(capture_before=late.deadline_at)
    for into in (dearer, late):
        Merger.objects.create(team=team, into=into, asked_by=captain, asked_at=clocks.now())

    assert mine.mine(viewer=me, team=team).asks == ()
    assert "Propose" not in text_of(signed_in(captain).get(f"/buy/t/{team.public_id}/merge/"))


def test_a_payment_to_be_mended_promises_nothing_that_is_over(client: Client) -> None:
    charge = FakeCharge.objects.create(
        payment="0" * 12,
        key="late",
        title="Tea",
        mode="prepay",
        currency="CNY",
        amount_minor=900,
        created_at=clocks.now(),
    )

    page = text_of(client.get(f"/pay/fake/{charge.reference}/"))

    assert "everything if the team fails" not in page
    assert "You pay this now." in page


def test_what_still_has_seats_stands_before_what_is_sold_out(client: Client, clock: Any) -> None:
    sold = sold_out(closes_at=clock.now + timedelta(days=3))
    full = sold_out(closes_at=clock.now + timedelta(days=4), has_waitlist=False)
    late = f.campaign(closes_at=clock.now + timedelta(days=9))
    paused = f.campaign(closes_at=clock.now + timedelta(days=5))
    Campaign.objects.filter(pk=paused.pk).update(state="paused")

    shown = [card.campaign for card in campaigns.listing(viewer=member("Me"))]
    words = text_of(client.get("/buy/"))

    assert shown == [late, sold, full, paused]
    assert words.count("Sold out — join the waiting list") == 1
    assert words.count("Sold out") == 2


def test_where_seats_are_free_nobody_is_asked_to_wait() -> None:
    campaign = f.campaign()
    full = scenes.team(campaign, *scenes.people(3), size=3)

    page = signed_in(member("Mei Lin")).get(f"/buy/t/{full.public_id}/join/").content.decode()

    assert f'action="/buy/{campaign.public_id}/wait/"' not in page
    assert f"/buy/{campaign.public_id}/open/" in page


@pytest.mark.parametrize(("mode", "words"), [("hold", "charge me nothing"), ("prepay", "give me back what I paid")])
def test_plan_b_promises_what_is_true_of_how_one_pays(mode: str, words: str) -> None:
    me = member("Mei Lin")
    campaign = f.campaign(payment_mode=mode, needs_address=False)
    team = scenes.team(campaign, me)
    order = team.seats.get().public_id

    for who, path in (
        (me, f"/orders/{order}/"),
        (member("Out"), f"/buy/t/{team.public_id}/join/"),
        (member("Out"), f"/buy/{campaign.public_id}/open/"),
    ):
        page = text_of(signed_in(who).get(path))
        assert words in page
        assert page.count("Stop, and") == 1


def test_what_is_paid_and_not_sent_is_not_done() -> None:
    me = member("Mei Lin")
    scenes.team(f.campaign(), me, *scenes.people(2), state="succeeded", has_succeeded=True, price_minor=6_000, size=3)

    page = text_of(signed_in(me).get("/orders/"))

    assert "On the way" in page
    assert "Done" not in page
