"""The pages of buying together answer in each state, show what is true, and keep what is private."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
from django.test import Client

from lib.machines import steps
from live import registry
from rewards.models import Campaign, Event, Payment, Seat
from tests.factories import member
from tests.rewards import buying, factories as f, scenes
from tests.rewards.browsing import signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SEATS = ("held", "authorised", "captured", "fix_needed", "voided", "left", "lapsed", "refunding", "fulfilled")
ENDED: dict[str, dict[str, Any]] = {
    "forming": {},
    "succeeded": {"state": "succeeded", "price_minor": 6_000, "has_succeeded": True},
    "settled": {"state": "settled", "price_minor": 6_000, "has_succeeded": True},
    "failed": {"state": "failed", "has_succeeded": False, "seats_taken": 0},
    "discarded": {"state": "discarded", "seats_taken": 0, "confirmed": 0},
}


@pytest.mark.parametrize("state", ["scheduled", "open", "paused", "closing", "settled", "cancelled"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_campaign_answers_everybody_in_each_state(client: Client, state: str, language: str) -> None:
    campaign = f.campaign(single_minor=12_000)
    scenes.team(campaign, *scenes.people(2))
    Campaign.objects.filter(pk=campaign.pk).update(state=state, reason="The kiln is cold.")
    client.cookies["hearth_language"] = language

    page, listed = client.get(f"/buy/{campaign.public_id}/"), client.get("/buy/")

    assert (page.status_code, listed.status_code) == (200, 200)
    assert campaign.names[language] in text_of(page)
    assert campaign.names[language] in text_of(listed)
    assert (f"/buy/{campaign.public_id}/open/" in page.content.decode()) == (state == "open")
    assert ("The kiln is cold." in text_of(page)) == (state in ("paused", "cancelled"))


@pytest.mark.parametrize(("most", "seats", "is_told"), [(1, 1, True), (2, 1, False), (2, 2, True)])
def test_whoever_has_every_seat_one_may_have_is_told_instead_of_asked(most: int, seats: int, is_told: bool) -> None:
    me, campaign = member("Mei Lin"), f.campaign(per_member=most)
    for _ in range(seats):
        scenes.team(campaign, me, *scenes.people(2))

    mine = signed_in(me).get(f"/buy/{campaign.public_id}/mine/").content.decode()

    assert ("has-all" in mine) == is_told  # the style sheet hides the button on the board, which is drawn for all
    other = scenes.team(campaign, *scenes.people(2))
    elsewhere = signed_in(me).get(f"/buy/t/{other.public_id}/mine/").content.decode()
    assert ("has-all" in elsewhere) == is_told


@pytest.mark.parametrize("state", ENDED)
def test_a_team_answers_everybody_in_each_state(client: Client, state: str) -> None:
    me, campaign = member("Mei Lin"), f.campaign()
    team = scenes.team(campaign, me, *scenes.people(2), **ENDED[state])
    for viewer, is_in in ((client, False), (signed_in(member("Out")), False), (signed_in(me), True)):
        page = viewer.get(f"/buy/t/{team.public_id}/")

        html = page.content.decode()
        assert page.status_code == 200
        assert ("/join/" in html) == (state == "forming")
        assert ("dialog" in html and "buyteam-" in html) == (is_in and state in ("succeeded", "settled"))


@pytest.mark.parametrize(("mode", "completion"), [("hold", "strict"), ("setup", "ratio"), ("prepay", "house")])
def test_every_page_of_a_seat_says_what_happens_to_the_money(mode: str, completion: str) -> None:
    me = member("Mei Lin")
    campaign = f.campaign(payment_mode=mode, completion=completion, ratio_percent=60)
    team = scenes.team(campaign, me)
    words = {"hold": "Your bank holds", "setup": "Your card is saved", "prepay": "You pay( this much)? now"}[mode]
    viewer, stranger = signed_in(me), signed_in(member("Out"))

    assert re.search(words, text_of(viewer.get(f"/buy/t/{team.public_id}/")))
    assert re.search(words, text_of(stranger.get(f"/buy/t/{team.public_id}/join/")))
    assert re.search(words, text_of(stranger.get(f"/buy/{campaign.public_id}/open/")))


def test_the_most_it_can_cost_is_the_price_of_the_fewest_who_must_come(client: Client) -> None:
    campaign = f.campaign(completion="ratio", ratio_percent=60)
    team = scenes.team(campaign, *scenes.people(1), size=5)

    page = text_of(client.get(f"/buy/t/{team.public_id}/"))

    assert "Take a seat, at most ¥80" in page
    assert "2 more people and it is enough: 3 of 5 at the deadline, for at most ¥80." in page


def test_seats_that_the_brand_bought_are_named_as_such(client: Client) -> None:
    campaign = f.campaign(completion="house", ratio_percent=60)
    team = scenes.team(campaign, *scenes.people(3), house_seats=2, **ENDED["succeeded"])

    page = text_of(client.get(f"/buy/t/{team.public_id}/"))

    assert "2 bought by the brand" in page
    assert f"{campaign.brand.name} itself bought 2 seats, as the rules say." in page


def test_a_team_by_invitation_is_found_by_its_link_alone(client: Client) -> None:
    team = scenes.team(f.campaign(), *scenes.people(2), is_listed=False)
    path = f"/buy/t/{team.public_id}/"

    assert client.get(path).status_code == 404
    assert client.get(f"{path}?invite=000000000000").status_code == 404
    page = client.get(f"{path}?invite={team.invite}")
    assert page.status_code == 200
    assert f"buyteam:{team.pk}" not in page.content.decode()
    assert client.get(f"{path}bar/?invite={team.invite}").status_code == 200
    assert client.get(f"{path}bar/").status_code == 404
    assert client.get(f"/live/fragment/?t=buyteam:{team.pk}").status_code == 404
    joined = signed_in(member("Out")).get(f"{path}join/?invite={team.invite}")
    assert team.invite in joined.content.decode()


def test_the_board_and_the_bar_are_one_fragment_for_everybody(client: Client) -> None:
    campaign = f.campaign()
    team = scenes.team(campaign, *scenes.people(3))

    board = client.get(f"/live/fragment/?t=buy:{campaign.pk}")
    bar = client.get(f"/live/fragment/?t=buyteam:{team.pk}")

    assert (board.status_code, bar.status_code) == (200, 200)
    assert 'data-in="3"' in bar.content.decode()
    assert "csrf" not in (board.content + bar.content).decode()
    assert registry.find(f"buy:{campaign.pk}").is_shared  # type: ignore[union-attr]


def test_nobody_hears_a_campaign_that_is_still_written_or_the_orders_of_another(client: Client) -> None:
    draft, me = f.draft(), member("Me")
    stranger = signed_in(member("Out"))

    for viewer in (client, stranger):
        assert viewer.get(f"/buy/{draft.public_id}/").status_code == 404
        assert viewer.get(f"/live/fragment/?t=buy:{draft.pk}").status_code == 404
    versions = stranger.get(f"/live/versions/?t=member:{me.public_id}:orders").json()
    assert versions["now"] == {}


def test_the_rules_can_be_hashed_again_by_anybody(client: Client) -> None:
    campaign = f.campaign()

    sent = client.get(f"/buy/{campaign.public_id}/rules.json").content

    assert hashlib.sha256(sent).hexdigest() == campaign.rules.hash
    assert campaign.rules.hash in client.get(f"/buy/{campaign.public_id}/").content.decode()


def test_an_order_answers_its_member_alone_in_each_state(client: Client) -> None:
    me, campaign = member("Mei Lin"), f.campaign()
    teams = {state: scenes.team(campaign, *scenes.people(2), **ENDED[state]) for state in ("forming", "succeeded")}
    mine, strange = signed_in(me), signed_in(member("Out"))
    for state in SEATS:
        seat = scenes.seat(teams["forming" if state == "held" else "succeeded"], me, state=state)
        path = f"/orders/{seat.public_id}/"

        page = mine.get(path)

        assert page.status_code == 200, state
        assert str(Seat.State(state).label) in text_of(page)
        assert (f"{path}pay/" in page.content.decode()) == (state in ("held", "fix_needed")), state
        assert mine.get("/orders/").status_code == 200, state
        assert strange.get(path).status_code == 404, state
        assert client.get(path).status_code == 302, state
        for name in ("pay", "leave", "plan"):
            assert strange.post(f"{path}{name}/", {"plan_b": "stop"}).status_code == 404, (state, name)


def test_the_trail_tells_each_step_in_words(clock: Any) -> None:
    me = member("Mei Lin")
    seat = scenes.seat(scenes.team(f.campaign()), me, state="held")
    Event.objects.create(kind="seat", row_id=seat.pk, seq=1, after="held", cause="asked", at=clock.now)
    steps.take(seat, "authorised", cause="paid", now=clock.tick(minutes=1))

    page = text_of(signed_in(me).get(f"/orders/{seat.public_id}/"))

    assert page.index("Your seat was held for you") < page.index("You are in: the payment is promised")


def test_a_receipt_exists_for_what_was_charged() -> None:
    me = member("Mei Lin")
    team = scenes.team(f.campaign(), me, **ENDED["succeeded"])
    forming = scenes.seat(scenes.team(f.campaign()), me)

    receipt = signed_in(me).get(f"/orders/{team.seats.get().public_id}/receipt/")

    assert "Paid in the end ¥60" in text_of(receipt)
    assert signed_in(me).get(f"/orders/{forming.public_id}/receipt/").status_code == 404


def test_the_checkout_of_another_site_is_a_link() -> None:
    seat = buying.open_team(f.campaign(), paid=False)
    url = "https://checkout.bank.example/pay/1"
    Payment.objects.filter(seat=seat).update(provider="stripe", state="pending", checkout_url=url)

    page = signed_in(seat.user).get(f"/orders/{seat.public_id}/").content.decode()

    assert f'href="{url}"' in page
    assert f'action="/orders/{seat.public_id}/pay/"' not in page
