"""Where parcels go: who says it, who reads it, who is asked for it, and when it is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import IntegrityError, transaction

from inbox.models import Notification
from lib import documents, errors
from rewards import countries
from rewards.machines import CAME_TO_NOTHING, SEAT, TAKES_ADDRESS
from rewards.models import DeliveryAddress, Event, Seat
from rewards.selectors import addresses as reads
from rewards.services import proofs
from rewards.services.buying import addresses, rules, seats
from rewards.services.buying.addresses import Address
from tests.factories import member
from tests.rewards import factories as f, scenes
from tests.rewards.buying import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BERGEN = Address(recipient="Mei Lin", line1="12 Kettle Lane", city="Bergen", country="NO")
NINGBO = Address(
    recipient="周小满", line1="水壶巷 12 号", city="宁波", country="CN", region="浙江", phone="0574-0000 0000"
)
ENDED = {"state": "succeeded", "has_succeeded": True, "price_minor": 8_000}


def an_order(state: str = "captured", **changes: Any) -> Seat:
    """Return an order in `state` of a campaign with `changes`."""
    team = scenes.team(f.campaign(**changes), *scenes.people(2), size=3, **ENDED)
    return scenes.seat(team, member("Mei"), state=state)


def give(seat: Seat, clock: Any, address: Address = BERGEN) -> DeliveryAddress:
    addresses.give(actor=seat.user, seat=seat, address=address, now=clock.now)
    return DeliveryAddress.objects.get(seat=seat)


def wrong_with(address: Address) -> set[str]:
    with pytest.raises(errors.Invalid) as caught:
        addresses.checked(address)
    return set(caught.value.fields)


@pytest.mark.parametrize("state", SEAT)
def test_one_says_where_while_the_order_lives_and_is_not_sent(state: str, clock: Any) -> None:
    seat = an_order(state)

    if state in TAKES_ADDRESS:
        assert give(seat, clock).city == "Bergen"
    else:
        with pytest.raises(addresses.TooLateForAddress):
            give(seat, clock)
        assert not DeliveryAddress.objects.exists()


def test_the_same_twice_changes_nothing_and_another_one_replaces_it(clock: Any) -> None:
    seat, steps = an_order(), Event.objects.count()
    first = give(seat, clock)

    clock.tick(hours=1)
    assert give(seat, clock).given_at == first.given_at
    moved = give(seat, clock, NINGBO)

    assert (moved.pk, moved.city, moved.given_at) == (first.pk, "宁波", clock.now)
    assert Event.objects.count() == steps


def test_nobody_says_where_the_order_of_another_goes(clock: Any) -> None:
    seat = an_order()

    for other in (member("Out"), seat.team.captain, f.staff(), seat.campaign.created_by):
        with pytest.raises(errors.NotFound):
            addresses.give(actor=other, seat=seat, address=BERGEN, now=clock.now)
    assert not DeliveryAddress.objects.exists()


def test_who_sends_nothing_is_told_nothing(clock: Any) -> None:
    seat = an_order(needs_address=False)

    with pytest.raises(addresses.NothingIsSent):
        give(seat, clock)
    assert addresses.ask_due(now=clock.now) == 0
    assert seats.fulfil(actor=seat.campaign.created_by, seat=seat, now=clock.now).state == "fulfilled"


def test_an_order_without_an_address_cannot_be_marked_as_sent(clock: Any) -> None:
    seat = an_order()
    owner = seat.campaign.created_by

    with pytest.raises(addresses.NoAddress) as refusal:
        seats.fulfil(actor=owner, seat=seat, now=clock.now)
    assert (refusal.value.code, fresh(seat).state) == ("rewards.no_address", "captured")

    give(seat, clock)
    assert seats.fulfil(actor=owner, seat=seat, now=clock.now).state == "fulfilled"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"recipient": " \u200b"}, "recipient"),
        ({"recipient": "x" * 81}, "recipient"),
        ({"line1": ""}, "line1"),
        ({"line2": "x" * 121}, "line2"),
        ({"city": "\x00"}, "city"),
        ({"country": ""}, "country"),
        ({"country": "ZZ"}, "country"),
        ({"country": "EU"}, "country"),
        ({"country": "nowhere"}, "country"),
        ({"postcode": "<b>5003</b>"}, "postcode"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"phone": "1" * 21}, "phone"),
    ],
)
def test_what_no_carrier_could_read_is_refused_beside_its_field(change: dict[str, str], field: str) -> None:
    assert wrong_with(replace(BERGEN, **change)) == {field}


def test_china_needs_a_province_and_a_number_and_nobody_else_does() -> None:
    assert wrong_with(replace(NINGBO, region="", phone="")) == {"region", "phone"}
    assert addresses.checked(NINGBO) == NINGBO
    assert addresses.checked(BERGEN) == BERGEN


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert wrong_with(Address(recipient="", line1="", city="", country="CN")) == {
        "recipient", "line1", "city", "region", "phone",
    }  # fmt: skip


@pytest.mark.parametrize(
    "phone", ["+86 138 0000 0000", "0574-00000000", "(02) 9999.1234 ext. 12", "＋８６１３８００００００００"]
)
def test_numbers_are_taken_as_people_write_them(phone: str) -> None:
    kept = addresses.checked(replace(BERGEN, phone=phone, country=" no ", line1="  12\u202e Kettle \n Lane "))

    assert (kept.country, kept.line1) == ("NO", "12 Kettle Lane")
    assert kept.phone.isascii()


@pytest.mark.world
def test_the_database_itself_keeps_one_whole_address_for_each_order(clock: Any) -> None:
    seat = an_order()
    give(seat, clock)

    for values in ({"seat": seat}, {"seat": an_order(), "city": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            scenes.address(**{"of": values.pop("seat"), **values})


def test_members_are_asked_once_after_three_days_and_at_last(clock: Any) -> None:
    seat, done = an_order(), an_order()
    give(done, clock)
    asked = Notification.objects.filter(recipient=seat.user, kind="buy_address")
    everybody = Notification.objects.filter(kind="buy_address")

    assert addresses.ask_due(now=clock.now) == 5  # two mates in each team have not said it either
    assert addresses.ask_due(now=clock.tick(days=2, hours=23)) == 0
    assert asked.count() == 1
    give(done.team.seats.first(), clock)
    assert addresses.ask_due(now=clock.tick(hours=1)) == 4
    assert addresses.ask_due(now=clock.tick(days=24, hours=23)) == 0
    assert addresses.ask_due(now=clock.tick(hours=1)) == 4
    assert addresses.ask_due(now=clock.tick(days=90)) == 0

    assert (asked.count(), everybody.count()) == (3, 13)
    assert not everybody.filter(recipient=done.user).exists()
    assert BERGEN.line1 not in str(list(everybody.values_list("data", "url")))


@pytest.mark.parametrize("state", sorted(SEAT.keys() | {"dropped", "refunded", "voided", "left"}))
def test_the_address_of_what_came_to_nothing_goes_at_once(state: str, clock: Any) -> None:
    seat = an_order(state)
    scenes.address(seat)

    erased = addresses.erase_due(now=clock.now)

    assert erased == (1 if state in CAME_TO_NOTHING else 0)
    assert DeliveryAddress.objects.filter(seat=seat).exists() is not (state in CAME_TO_NOTHING)


@pytest.mark.parametrize("days", [90, 7])
def test_the_address_of_a_parcel_goes_some_days_after_it_was_sent(days: int, clock: Any, settings: Any) -> None:
    settings.HEARTH_ADDRESS_DAYS = days
    seat, waits = an_order(), an_order()
    give(seat, clock)
    give(waits, clock)
    clock.tick(days=200)
    seats.fulfil(actor=seat.campaign.created_by, seat=seat, now=clock.now)

    assert addresses.erase_due(now=clock.tick(days=days - 1, hours=23)) == 0
    assert addresses.erase_due(now=clock.tick(hours=1)) == 1
    assert addresses.erase_due(now=clock.now) == 0

    assert list(DeliveryAddress.objects.values_list("seat", flat=True)) == [waits.pk]


def test_the_proof_finds_an_address_that_was_kept_too_long(clock: Any) -> None:
    def found() -> list[str]:
        name = "nobody keeps the address of an order that came to nothing"
        return [each.row for each in dict(proofs.check(now=clock.now))[name]]

    seat = an_order("left")
    scenes.address(seat)
    Event.objects.create(kind="seat", row_id=seat.pk, seq=9, before="held", after="left", cause="left", at=clock.now)

    assert found() == []
    clock.tick(days=1, minutes=1)
    assert found() == [f"seat {seat.public_id}"]
    addresses.erase_due(now=clock.now)
    assert found() == []


def test_the_brand_reads_it_only_while_it_packs_or_looks_for_a_parcel(clock: Any) -> None:
    for state in SEAT.keys() | {"refunded"}:
        seat = an_order(state)
        scenes.address(seat)
        seat = Seat.objects.select_related("address").get(pk=seat.pk)
        assert bool(reads.for_brand(seat, may_ship=True)) is (state in ("captured", "fulfilled"))
        assert reads.for_brand(seat, may_ship=False) is None


def test_the_admin_does_not_show_addresses() -> None:
    assert DeliveryAddress not in admin.site._registry
    assert "needs_address" in admin.site._registry[Seat._meta.get_field("campaign").related_model].list_filter


def test_whether_a_parcel_is_sent_is_frozen_and_older_rules_stand_as_they_were(clock: Any) -> None:
    campaign = f.campaign(needs_address=False)
    assert campaign.rules.document["needs_address"] is False
    assert rules.are_kept(campaign)
    campaign.needs_address = True
    assert not rules.are_kept(campaign)

    old = rules.document_of(campaign, form=1)
    assert "needs_address" not in old
    campaign.rules.document, campaign.rules.hash = old, documents.digest(old)
    assert rules.are_kept(campaign)


def test_countries_are_those_of_iso_with_names_in_the_readers_language() -> None:
    from django.utils import translation

    assert len(countries.codes()) == 250
    assert not countries.codes() & {"EU", "UN", "ZZ", "XA", "IC", "001"}
    with translation.override("zh-hans"):
        names = [name for _code, name in countries.choices()]
        assert (countries.name_of("NO"), names[0], names.index("中国") > names.index("挪威")) == (
            "挪威",
            "阿尔巴尼亚",
            True,
        )
        assert countries.likely(zone="Europe/Oslo", before="JP")[:3] == (("JP", "日本"), ("NO", "挪威"), ("CN", "中国"))
    with translation.override("en"):
        names = [name for _code, name in countries.choices()]
        assert names[:2] == ["Afghanistan", "Åland Islands"]
        assert countries.likely(zone="UTC")[0] == ("US", "United States")


@pytest.mark.parametrize(("state", "queries"), [("authorised", 5), ("captured", 6)])
def test_giving_costs_few_queries_whatever_else_there_is(
    state: str, queries: int, clock: Any, django_assert_num_queries: Any
) -> None:
    seat = an_order(state)

    with transaction.atomic(), django_assert_num_queries(queries):
        addresses.give.__wrapped__(actor=seat.user, seat=seat, address=BERGEN, now=clock.now + timedelta(hours=1))  # type: ignore[attr-defined]
