"""Taking seats, waiting, inviting and merging, as pages: done once, refused kindly, drawn once for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from lib import clock as clocks
from lib.limits import Limit
from rewards.models import BuyTeam, Campaign, Merger, Seat
from rewards.selectors import campaigns
from rewards.services.buying import notifying
from tests.factories import member
from tests.rewards import factories as f, scenes
from tests.rewards.browsing import signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


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


def test_who_works_for_a_brand_finds_its_console_from_the_list(client: Client) -> None:
    campaign = f.campaign()
    link = f'href="/brands/{campaign.brand.slug}/console/"'

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
    notifying.touch(team, [])
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
    monkeypatch.setattr("rewards.rate_limits.JOIN", Limit("join", most=2, seconds=600))
    campaign, browser = f.campaign(per_member=5), signed_in(member())
    say = {"size": "3", "plan_b": "stop"}

    answers = [browser.post(f"/buy/{campaign.public_id}/open/", say) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 600
    assert "That was a little fast" in answers[-1].content.decode()
    assert Seat.objects.count() == 2
