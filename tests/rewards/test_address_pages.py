"""Where parcels go, on the pages and through the API: who fills it in, who reads it, and who never does."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.urls import reverse

from connect.models import KeptAnswer
from rewards.models import Campaign, DeliveryAddress, Event, Seat
from tests.api.callers import Caller
from tests.factories import member
from tests.rewards import factories as f, scenes
from tests.rewards.browsing import signed_in, text_of
from tests.rewards.console import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LINE = "12 Zimtstern Lane"
SENT = {"recipient": "Mei Lin", "line1": LINE, "city": "Bergen", "country": "NO", "phone": "", "region": ""}
STATES = ("held", "fix_needed", "captured", "fulfilled", "refunded")
ENDED = {"state": "succeeded", "has_succeeded": True, "price_minor": 8_000}


def an_order(user: Any = None, *, state: str = "captured", campaign: Campaign | None = None) -> Seat:
    """Return an order of Mei's; her two mates have not said where theirs go."""
    team = scenes.team(campaign or f.campaign(), *scenes.people(2), size=3, **ENDED)
    return scenes.seat(team, user or member("Mei"), state=state)


def page_of(seat: Seat) -> str:
    return reverse("rewards:order", args=[seat.public_id])


def send(seat: Seat, by: Any = None, **changes: str) -> Any:
    return signed_in(by or seat.user).post(f"{page_of(seat)}address/", SENT | changes)


def test_an_address_is_given_shown_and_changed() -> None:
    seat = an_order()
    empty = signed_in(seat.user).get(page_of(seat)).content.decode()
    assert "Where shall it go?" in empty
    for name in ("name", "tel", "country", "address-level1", "address-level2", "postal-code", "address-line1"):
        assert f'autocomplete="{name}"' in empty

    answer = send(seat)

    assert (answer.status_code, answer["Location"]) == (303, f"{page_of(seat)}#where")
    full = signed_in(seat.user).get(page_of(seat))
    assert f"It goes to Mei Lin {LINE} Bergen Norway Change" in text_of(full)
    send(seat, city="Oslo")
    assert DeliveryAddress.objects.get().city == "Oslo"


def test_the_next_order_begins_with_what_was_written_last() -> None:
    first = an_order()
    scenes.address(first, line1=LINE)
    second = an_order(first.user)

    page = signed_in(second.user).get(page_of(second)).content.decode()

    assert f'value="{LINE}"' in page
    assert re.search(r'<option value="NO" selected', page)
    assert "what you wrote last time" in page
    assert LINE not in signed_in(second.team.captain).get(page_of(second), follow=True).content.decode()


def test_countries_stand_in_the_readers_language_the_likely_ones_first() -> None:
    seat = an_order(member("小满", locale="zh-hans", time_zone="Asia/Shanghai"))

    page = signed_in(seat.user).get(page_of(seat), HTTP_ACCEPT_LANGUAGE="zh-hans").content.decode()

    groups = re.findall(r'<optgroup label="[^"]+">(.*?)</optgroup>', page, re.DOTALL)
    assert re.findall(r'value="(\w\w)"', groups[0])[:2] == ["CN", "HK"]
    assert len(re.findall("<option", groups[1])) == 250
    assert re.search(r'<option value="CN" selected>中国</option>', groups[0])


def test_what_needs_another_look_stays_on_the_page_beside_its_field() -> None:
    seat = an_order()

    answer = send(seat, country="CN", line1="x" * 121)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"line1", "region", "phone"}
    assert 'value="Bergen"' in page
    assert "Carriers in China call" in page
    assert 'id="order"' in page
    assert not re.search(r'data-live="[^"]*"[^>]*id="order"', page)
    assert not DeliveryAddress.objects.exists()


@pytest.mark.parametrize("state", ["voided", "left", "fulfilled", "refunded"])
def test_who_comes_too_late_hears_so(state: str) -> None:
    seat = an_order(state=state)

    answer = signed_in(seat.user).post(f"{page_of(seat)}address/", SENT, follow=True)

    assert "It is too late for that" in answer.content.decode()
    assert not DeliveryAddress.objects.exists()


def test_the_team_the_list_and_the_receipt_say_what_is_missing_or_known() -> None:
    seat = an_order()
    client = signed_in(seat.user)
    team, listing = reverse("rewards:team", args=[seat.team.public_id]), reverse("rewards:order-list")
    assert f'href="{page_of(seat)}#where"' in client.get(team).content.decode()
    assert "Where shall it go?" in text_of(client.get(listing))

    send(seat)

    assert "#where" not in client.get(team).content.decode()
    assert "Where shall it go?" not in text_of(client.get(listing))
    assert LINE in text_of(client.get(f"{page_of(seat)}receipt/"))


def test_who_sends_nothing_asks_for_nothing() -> None:
    seat = an_order(campaign=f.campaign(needs_address=False))
    client = signed_in(seat.user)

    assert 'id="where"' not in client.get(page_of(seat)).content.decode()
    assert "Nothing is sent by post" in text_of(client.get(reverse("rewards:campaign", args=[seat.campaign.public_id])))
    owner = signed_in(seat.campaign.created_by)
    assert seat.public_id in owner.get(at("console-orders", seat.campaign)).content.decode()


def test_the_brand_packs_what_has_an_address_and_cannot_send_the_rest() -> None:
    shop = f.brand()
    seat = an_order(campaign=f.campaign(shop))
    send(seat)
    owner, orders = signed_in(shop.owner), at("console-orders", seat.campaign)
    lacking = seat.team.seats.exclude(pk=seat.pk).first()

    to_send, missing = owner.get(orders), owner.get(orders, {"stage": "missing"})
    assert [line.seat for line in to_send.context["found"].lines] == [seat]
    assert f"Mei Lin {LINE} Bergen Norway" in text_of(to_send)
    assert len(missing.context["found"].lines) == 2
    assert 'name="order"' not in missing.content.decode()
    assert LINE in text_of(owner.get(at("console-order", seat.campaign, seat.public_id)))
    assert "The address is missing" in text_of(owner.get(at("console-order", seat.campaign, lacking.public_id)))

    chosen = {"order": [seat.public_id, lacking.public_id], "note": "SF 1"}
    answer = owner.post(at("console-ship", seat.campaign), chosen, follow=True)
    assert f"{lacking.public_id} has no address yet" in answer.content.decode()
    assert {seat.state for seat in Seat.objects.filter(pk__in=[seat.pk])} == {"fulfilled"}
    assert Seat.objects.get(pk=lacking.pk).state == "captured"


def test_the_table_has_a_column_for_each_part_and_no_formula() -> None:
    shop = f.brand()
    seat = an_order(campaign=f.campaign(shop))
    scenes.address(seat, line1="=1+1", phone="+47 55 00 00 00", postcode="5003")

    answer = signed_in(shop.owner).get(at("console-orders-csv", seat.campaign))

    row = next(iter(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))))
    assert list(row)[-8:] == [
        "Recipient", "Address line 1", "Address line 2", "Postcode", "City", "Province or state", "Country code",
        "Telephone",
    ]  # fmt: skip
    assert list(row.values())[-8:] == ["Mei Lin", "'=1+1", "", "5003", "Bergen", "", "NO", "'+47 55 00 00 00"]


def test_nobody_else_reads_it_and_the_brand_only_what_is_paid() -> None:
    shop, staff, rival, editor = f.brand(), f.staff(), f.brand().owner, member("Editor")
    shop.staff.create(user=editor, role="editor")
    campaign = f.campaign(shop)
    seats = {state: an_order(state=state, campaign=campaign) for state in STATES}
    for number, seat in enumerate(seats.values()):
        scenes.address(seat, line1=f"{LINE} {number}.")

    def reads(who: Any, paths: list[str]) -> list[str]:
        client = signed_in(who)
        page = " ".join(client.get(path).content.decode() for path in paths)
        return [state for number, state in enumerate(STATES) for _ in range(page.count(f"{LINE} {number}."))]

    own = f"/api/v1/brands/{shop.slug}/campaigns/{campaign.public_id}/orders"
    lists = (at("console-orders", campaign), at("console-orders-csv", campaign), own)
    stages = [f"{path}?stage={stage}" for path in lists for stage in ("send", "missing", "sent", "charge", "back")]
    for who in (shop.owner, editor):
        assert sorted(reads(who, stages)) == ["captured"] * 3 + ["fulfilled"] * 3  # in one list of each kind
    assert reads(staff, stages) == []
    for who in (None, member("Out"), rival, *(seat.team.captain for seat in seats.values())):
        assert reads(who, stages[::5]) == [], who  # who sees no list sees no stage of it
    for state, seat in seats.items():
        is_paid = state in ("captured", "fulfilled")
        theirs = [at("console-order", campaign, seat.public_id), f"{own}/{seat.public_id}"]
        mine = [page_of(seat), f"{page_of(seat)}receipt/", f"/api/v1/orders/{seat.public_id}"]
        mine += [reverse("rewards:team", args=[seat.team.public_id]), f"/admin/rewards/seat/{seat.pk}/change/"]
        for who in (shop.owner, editor) if state in ("held", "captured") else (shop.owner,):
            assert all(set(reads(who, [path])) == ({state} if is_paid else set()) for path in theirs), state
            assert reads(who, mine) == [], state
        assert reads(staff, [*theirs, *mine]) == [], state
        mate = seat.team.captain
        for who in {"held": (mate,), "captured": (None, member("Out"), rival, mate)}.get(state, ()):
            assert reads(who, [*theirs, *mine]) == [], (state, who)
        assert set(reads(seat.user, mine[:1])) == set(reads(seat.user, mine[2:3])) == {state}
    assert LINE not in str(list(Event.objects.values_list("data", flat=True)))


def test_programs_say_where_and_no_kept_answer_remembers_it() -> None:
    shop = f.brand()
    seat = an_order(campaign=f.campaign(shop))
    mei, owner = Caller(seat.user), Caller(shop.owner)
    mine = f"orders/{seat.public_id}"
    theirs = f"brands/{shop.slug}/campaigns/{seat.campaign.public_id}/orders/{seat.public_id}"
    assert mei.get(mine).json()["lacks_address"]

    wrong = mei.put(f"{mine}/address", {**SENT, "country": "CN"}, key="a")
    assert (wrong.status_code, set(wrong.json()["fields"])) == (422, {"region", "phone"})
    given = mei.put(f"{mine}/address", SENT, key="b")
    again = mei.put(f"{mine}/address", SENT, key="b")

    assert (given.status_code, given.json()["lacks_address"], again.json()) == (200, False, given.json())
    assert mei.get(mine).json()["address"]["line1"] == LINE
    assert owner.get(theirs).json()["address"]["line1"] == LINE
    assert owner.post(f"{theirs}/shipment", {"note": "SF 1"}, key="c").status_code == 200
    assert mei.put(f"{mine}/address", SENT | {"city": "Oslo"}).json()["code"] == "rewards.address_too_late"
    assert KeptAnswer.objects.count() == 2
    assert LINE not in str(list(KeptAnswer.objects.values()))
    assert Caller(seat.team.captain).put(f"{mine}/address", SENT).status_code == 404
