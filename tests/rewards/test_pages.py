"""The pages of buying together answer in each state, show what is true, and keep what is private."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from lib import clock as clocks
from lib.limits import Limit
from live import registry
from rewards.models import BuyTeam, Campaign, Event, Merger, Payment, Seat
from rewards.selectors import campaigns
from rewards.services import steps, telling
from tests.factories import member
from tests.rewards import buying, factories as f, scenes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ENDED: dict[str, dict[str, Any]] = {
    "forming": {},
    "succeeded": {"state": "succeeded", "price_minor": 6_000, "has_succeeded": True},
    "settled": {"state": "settled", "price_minor": 6_000, "has_succeeded": True},
    "failed": {"state": "failed", "has_succeeded": False, "seats_taken": 0},
    "discarded": {"state": "discarded", "seats_taken": 0, "confirmed": 0},
}


@pytest.fixture(autouse=True)
def _empty_caches() -> Any:
    caches["default"].clear()
    yield
    caches["fragments"].clear()


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    """Return the words of the page's main part."""
    html = response.content.decode()
    main = html[html.index('id="main"') :] if 'id="main"' in html else html
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


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


@pytest.mark.parametrize("state", ENDED)
@pytest.mark.parametrize("who", ["visitor", "stranger", "member"])
def test_a_team_answers_everybody_in_each_state(client: Client, state: str, who: str) -> None:
    me, campaign = member("Mei Lin"), f.campaign()
    team = scenes.team(campaign, me, *scenes.people(2), **ENDED[state])
    viewer = {"visitor": client, "stranger": signed_in(member("Out")), "member": signed_in(me)}[who]

    page = viewer.get(f"/buy/t/{team.public_id}/")

    assert page.status_code == 200
    assert ("/join/" in page.content.decode()) == (state == "forming")
    assert ("dialog" in page.content.decode() and "buyteam-" in page.content.decode()) == (
        who == "member" and state in ("succeeded", "settled")
    )


@pytest.mark.parametrize("mode", ["hold", "setup", "prepay"])
@pytest.mark.parametrize("completion", ["strict", "ratio", "house"])
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


@pytest.mark.parametrize(
    "state", ["held", "authorised", "captured", "fix_needed", "voided", "left", "lapsed", "refunding", "fulfilled"]
)
def test_an_order_answers_its_member_alone_in_each_state(client: Client, state: str) -> None:
    me = member("Mei Lin")
    team = scenes.team(f.campaign(), *scenes.people(2), **ENDED["forming" if state == "held" else "succeeded"])
    seat = scenes.seat(team, me, state=state)
    path = f"/orders/{seat.public_id}/"

    page = signed_in(me).get(path)

    assert page.status_code == 200
    assert str(Seat.State(state).label) in text_of(page)
    assert (f"{path}pay/" in page.content.decode()) == (state in ("held", "fix_needed"))
    assert signed_in(me).get("/orders/").status_code == 200
    assert signed_in(member("Out")).get(path).status_code == 404
    assert client.get(path).status_code == 302
    for name in ("pay", "leave", "plan"):
        assert signed_in(member("Out")).post(f"{path}{name}/", {"plan_b": "stop"}).status_code == 404


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


def test_a_seat_is_taken_once_however_often_the_form_is_sent() -> None:
    me = signed_in(member("Mei Lin"))
    team = scenes.team(f.campaign(), *scenes.people(1))
    form = {"key": "the-same-key", "plan_b": "move", "note": "Size M"}

    answers = [me.post(f"/buy/t/{team.public_id}/join/", form) for _each in range(2)]

    seat = Seat.objects.get(state="held")
    assert {answer.status_code for answer in answers} == {303}
    assert answers[0]["Location"] == answers[1]["Location"]
    assert (seat.plan_b, seat.note, seat.team) == ("move", "Size M", team)


def test_who_has_a_seat_already_is_led_to_the_order() -> None:
    user = member("Mei Lin")
    team = scenes.team(f.campaign(), user)

    answer = signed_in(user).post(f"/buy/t/{team.public_id}/join/", {"plan_b": "stop"})

    assert (answer.status_code, answer["Location"]) == (303, f"/orders/{team.seats.get().public_id}/")


def test_a_team_of_a_size_that_is_not_offered_is_refused() -> None:
    campaign = f.campaign()

    answer = signed_in(member("Mei Lin")).post(f"/buy/{campaign.public_id}/open/", {"size": "7", "plan_b": "stop"})

    assert answer.status_code == 422
    assert not BuyTeam.objects.exists()


def test_a_captain_has_a_word_for_the_brand_too() -> None:
    campaign, me = f.campaign(), member("Mei Lin")
    said = {"size": "3", "plan_b": "stop", "note": "Size 41"}

    assert signed_in(me).post(f"/buy/{campaign.public_id}/open/", said).status_code == 303
    assert Seat.objects.get(user=me).note == "Size 41"


def test_when_all_is_sold_out_the_waiting_list_is_offered() -> None:
    campaign = f.campaign(stock=3, sizes=(3,), ladder=[(1, 900)])
    scenes.team(campaign, *scenes.people(3), size=3)
    me = signed_in(member("Mei Lin"))

    answer = me.post(f"/buy/{campaign.public_id}/open/", {"size": "3", "plan_b": "stop"})

    assert answer.status_code == 409
    assert f'action="/buy/{campaign.public_id}/wait/"' in answer.content.decode()


def test_what_is_sold_out_asks_nobody_to_open_a_team(client: Client) -> None:
    campaign = f.campaign(stock=3, sizes=(3,), ladder=[(1, 900)])
    asked = ("Open one and share its link", "No team is forming yet.")
    before = text_of(client.get(f"/buy/{campaign.public_id}/"))
    Campaign.objects.filter(pk=campaign.pk).update(seats_taken=3)
    caches["fragments"].clear()
    after = text_of(client.get(f"/buy/{campaign.public_id}/"))

    assert all(words in before for words in asked)
    assert not any(words in after for words in asked)


def test_who_works_for_a_brand_finds_its_campaigns_from_the_list(client: Client) -> None:
    campaign = f.campaign()
    link = f'href="/brands/{campaign.brand.slug}/campaigns/"'

    assert link in signed_in(campaign.created_by).get("/buy/").content.decode()
    assert link not in signed_in(member("Out")).get("/buy/").content.decode()


@pytest.mark.parametrize(("size", "status"), [("2", 303), ("0", 422), ("99", 422), ("two", 422), ("", 422)])
def test_a_party_waits_only_if_a_team_could_hold_it(size: str, status: int) -> None:
    campaign = f.campaign(stock=3, sizes=(3,), ladder=[(1, 900)])
    scenes.team(campaign, *scenes.people(3), size=3)
    me = signed_in(member("Mei Lin"))

    answer = me.post(f"/buy/{campaign.public_id}/wait/", {"party_size": size})

    assert answer.status_code == status
    assert campaign.waiting.count() == (status == 303)


def test_a_party_can_stop_waiting() -> None:
    campaign = f.campaign()
    me = member("Mei Lin")
    scenes.waiting(campaign, me)

    signed_in(me).post(f"/buy/{campaign.public_id}/wait/leave/")

    assert campaign.waiting.get().state == "left"


def test_an_offer_shows_itself_to_whoever_has_the_link_and_is_declined_by_its_leader_alone(client: Client) -> None:
    campaign, me = f.campaign(), member("Mei Lin")
    offer = scenes.offer(scenes.waiting(campaign, me), scenes.team(campaign, *scenes.people(2)))
    path = f"/buy/offer/{offer.token}/"

    assert "2 seats are kept for your party" in text_of(client.get(path))
    assert signed_in(member("Out")).post(f"{path}decline/").status_code == 403
    assert client.get("/buy/offer/000000000000/").status_code == 404
    offer.refresh_from_db()
    assert offer.state == "open"


def test_an_offer_that_is_over_says_so(client: Client, clock: Any) -> None:
    campaign = f.campaign()
    offer = scenes.offer(scenes.waiting(campaign, member("Mei Lin")))

    clock.tick(minutes=31)

    assert "This offer has ended" in text_of(client.get(f"/buy/offer/{offer.token}/"))


def test_only_the_captain_renames_a_team_and_asks_to_merge() -> None:
    captain, other = member("Captain"), member("Other")
    campaign = f.campaign()
    team, into = scenes.team(campaign, captain, other), scenes.team(campaign, *scenes.people(2))
    path = f"/buy/t/{team.public_id}/"

    assert signed_in(other).post(f"{path}name/", {"name": "Mine"}).status_code == 403
    assert signed_in(other).get(f"{path}merge/").status_code == 403
    assert signed_in(captain).post(f"{path}name/", {"name": "Early  Birds"}).status_code == 303
    assert signed_in(captain).post(f"{path}name/", {"name": "x" * 41}).status_code == 422
    assert signed_in(captain).post(f"{path}merge/", {"into": into.public_id}).status_code == 303

    team.refresh_from_db()
    assert team.name == "Early Birds"
    assert Merger.objects.get().into == into


def test_each_member_answers_a_merger_for_themselves() -> None:
    captain, other = member("Captain"), member("Other")
    campaign = f.campaign()
    team, into = scenes.team(campaign, captain, other), scenes.team(campaign, *scenes.people(2))
    signed_in(captain).post(f"/buy/t/{team.public_id}/merge/", {"into": into.public_id})
    path = f"/buy/t/{team.public_id}/"
    asked = signed_in(other).get(path)
    ask = Merger.objects.get()

    moved = signed_in(other).post(f"{path}merge/{ask.pk}/", {"answer": "yes"})

    assert f"Move over to {into.captain.display_name}’s team?" in text_of(asked)
    assert (moved.status_code, moved["Location"]) == (303, f"/buy/t/{into.public_id}/")
    assert Seat.objects.get(user=other).team == into
    assert Seat.objects.get(user=captain).team == team
    assert signed_in(member("Out")).post(f"{path}merge/{ask.pk}/", {"answer": "yes"}).status_code == 404


def test_the_invitation_shows_the_whole_link_and_its_square(client: Client) -> None:
    team = scenes.team(f.campaign(), *scenes.people(2), is_listed=False)

    page = client.get(f"/buy/t/{team.public_id}/invite/?invite={team.invite}").content.decode()

    assert f"http://testserver/buy/t/{team.public_id}/?invite={team.invite}" in page
    assert '<svg class="qr"' in page


def test_times_of_orders_follow_the_page_and_a_deadline_is_never_in_percent(client: Client) -> None:
    team = scenes.team(f.campaign(), *scenes.people(2))
    BuyTeam.objects.filter(pk=team.pk).update(deadline_at=clocks.now() + timedelta(hours=1))

    words = text_of(client.get(f"/buy/t/{team.public_id}/"))

    assert "2 of 5 are in" in words
    assert "%" not in words


def test_a_board_is_drawn_once_for_all_who_watch_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = f.campaign()
    team = scenes.team(campaign, *scenes.people(2))
    drawn: list[int] = []
    board = campaigns.board
    monkeypatch.setattr(campaigns, "board", lambda *, pk: drawn.append(pk) or board(pk=pk))
    path = f"/live/fragment/?t=buy:{campaign.pk}"

    before = {client.get(path).content for _watcher in range(5)}
    telling.touch(team, [])
    after = {client.get(path)["Live-Version"] for _watcher in range(5)}

    assert (len(before), len(after)) == (1, 1)
    assert drawn == [campaign.pk, campaign.pk]


def test_the_home_page_shows_beside_it_the_team_that_needs_fewest(client: Client) -> None:
    assert client.get("/buy/beside/").content == b""
    campaign = f.campaign()
    scenes.team(campaign, *scenes.people(1))
    near = scenes.team(campaign, *scenes.people(4), name="Early Birds")
    scenes.team(campaign, *scenes.people(4), is_listed=False, name="Hidden")

    beside = text_of(client.get("/buy/beside/"))

    assert f"{near.name} : 4 of 5 are in for {campaign.name}." in beside
    assert "brand campaign" in beside
    assert "/buy/beside/" in client.get("/").content.decode()


def test_nobody_opens_checkouts_without_end(monkeypatch):
    monkeypatch.setattr("rewards.views.joining.JOIN", Limit("join", most=2, seconds=600))
    campaign, browser = f.campaign(per_member=5), signed_in(member())
    say = {"size": "3", "plan_b": "stop"}

    answers = [browser.post(f"/buy/{campaign.public_id}/open/", say) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 409]
    assert "That was a little fast" in answers[-1].content.decode()
    assert Seat.objects.count() == 2
