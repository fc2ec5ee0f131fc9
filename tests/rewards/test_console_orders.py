"""The brand's console: orders, their table and parcels, refunds and figures, as pages."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from rewards.models import Refund, Seat
from tests.factories import member
from tests.rewards import buying, factories as f, scenes
from tests.rewards.browsing import signed_in, text_of
from tests.rewards.console import at, paid_order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_table_holds_what_is_to_be_sent_and_no_formula() -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    seat = paid_order(campaign, "=cmd|' /C calc'!A0", note="+1 in red, “please”\nand soon")

    answer = signed_in(shop.owner).get(at("console-orders-csv", campaign))

    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"].startswith("attachment;")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    mine = next(row for row in rows if row["Order"] == seat.public_id)
    assert (mine["Member"], mine["Paid"], mine["Currency"]) == ("'=cmd|' /C calc'!A0", "80.00", "CNY")
    assert mine["Word to the brand"].startswith("'+1 in red")
    assert len(rows) == 3


def test_chosen_orders_are_sent_with_a_note() -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    seat = paid_order(campaign)

    signed_in(shop.owner).post(at("console-ship", campaign), {"order": [seat.public_id], "note": "SF 123"})

    seat.refresh_from_db()
    assert (seat.state, seat.shipped_note) == ("fulfilled", "SF 123")
    assert Seat.objects.filter(campaign=campaign, state="captured").count() == 2


def test_another_brands_orders_cannot_be_sent_or_refunded() -> None:
    seat = paid_order(f.campaign())
    other = f.brand()
    mine = f.campaign(other)
    client = signed_in(other.owner)

    client.post(at("console-ship", mine), {"order": [seat.public_id]})
    refund = client.post(at("console-refund", mine, seat.public_id), {"amount": "1", "reason": "Because."})
    theirs = client.post(at("console-ship", seat.campaign), {"order": [seat.public_id]})

    seat.refresh_from_db()
    assert (seat.state, refund.status_code, theirs.status_code) == ("captured", 404, 404)
    assert not Refund.objects.exists()


def test_an_editor_ships_but_gives_nothing_back() -> None:
    editor = member("Editor")
    campaign = f.campaign(f.brand(editor=editor))
    seat = paid_order(campaign)

    answer = signed_in(editor).post(
        at("console-refund", campaign, seat.public_id), {"amount": "1", "reason": "Because."}
    )

    assert (answer.status_code, Refund.objects.count()) == (403, 0)
    assert b'id="refund"' not in signed_in(editor).get(at("console-order", campaign, seat.public_id)).content


@pytest.mark.parametrize(
    ("amount", "reason", "field"),
    [
        ("80.01", "Because.", "amount"),
        ("0", "Because.", "amount"),
        ("1.005", "Because.", "amount"),
        ("ten", "Because.", "amount"),
        ("1e999999", "Because.", "amount"),
        ("10", " ", "reason"),
    ],
)
def test_a_refund_that_cannot_be_is_refused_beside_its_field(amount: str, reason: str, field: str) -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    seat = paid_order(campaign)

    answer = signed_in(shop.owner).post(
        at("console-refund", campaign, seat.public_id), {"amount": amount, "reason": reason}
    )

    assert (answer.status_code, answer.context["wrong"].keys()) == (422, {field})
    assert not Refund.objects.exists()


def test_a_large_refund_waits_for_a_second_person(settings: Any) -> None:
    settings.HEARTH_REFUND_LIMITS = {"CNY": 5_000}
    shop = f.brand()
    campaign = f.campaign(shop)
    seat = paid_order(campaign)
    staff = signed_in(f.staff())

    signed_in(shop.owner).post(at("console-refund", campaign, seat.public_id), {"amount": "80", "reason": "It broke."})
    refund = Refund.objects.get()
    assert (refund.state, refund.amount_minor) == ("asked", 8_000)
    assert "It broke." in staff.get(reverse("rewards:review-refunds")).content.decode()

    staff.post(reverse("rewards:review-refund", args=[refund.pk]), {"answer": "refuse"})
    refund.refresh_from_db()
    assert refund.state == "refused"


@pytest.mark.parametrize("number", [1, 5])
def test_lists_ask_the_database_as_often_for_many_as_for_one(number: int, django_assert_num_queries: Any) -> None:
    from rewards.selectors import console, fulfilment

    shop = f.brand()
    for _each in range(number):
        campaign = f.campaign(shop)
        paid_order(campaign)
        Seat.objects.update(campaign=campaign)

    with django_assert_num_queries(2):
        assert len(console.listing(brand=shop).rows) == number
    with django_assert_num_queries(2):
        assert len(fulfilment.page(campaign=campaign, stage="send", may_ship=True).lines) == 3 * number
    with django_assert_num_queries(5):
        console.figures(campaign=campaign)


def test_long_lists_come_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rewards.selectors.console.PAGE", 2)
    monkeypatch.setattr("rewards.selectors.fulfilment.PAGE", 2)
    shop = f.brand()
    made = [f.draft(shop) for _each in range(2)] + [f.campaign(shop)]
    paid_order(made[-1])
    client = signed_in(shop.owner)

    first = client.get(reverse("rewards:console", args=[shop.slug]))
    second = client.get(reverse("rewards:console", args=[shop.slug]) + first.context["more_url"])
    assert [row.campaign.pk for row in second.context["found"].rows] == [made[0].pk]

    orders = client.get(at("console-orders", made[-1]))
    rest = client.get(at("console-orders", made[-1]) + orders.context["more_url"])
    assert [len(page.context["found"].lines) for page in (orders, rest)] == [2, 1]


def test_the_figures_are_what_happened(clock: Any) -> None:
    from rewards.selectors import console

    campaign = f.campaign()
    paid_order(campaign)
    scenes.team(campaign, *scenes.people(2), size=5, deadline_at=clock.now + timedelta(hours=4))

    seen = console.figures(campaign=campaign)

    assert (seen.forming, seen.succeeded, seen.authorised, seen.to_send, seen.sent) == (1, 1, 2, 3, 0)
    assert (seen.taken.minor, seen.given_back.minor, seen.kept.minor) == (24_000, 0, 24_000)


def test_a_refund_form_that_is_sent_twice_gives_back_once() -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    seat = paid_order(campaign)
    client = signed_in(shop.owner)
    page = client.get(at("console-order", campaign, seat.public_id)).content.decode()
    key = re.findall(r'name="key" value="(\w+)"', page)[0]

    for _twice in range(2):
        client.post(at("console-refund", campaign, seat.public_id), {"amount": "5", "reason": "A dent.", "key": key})

    assert list(Refund.objects.values_list("amount_minor", flat=True)) == [500]


def test_no_refund_is_offered_while_the_team_forms() -> None:
    shop = f.brand()
    campaign = f.campaign(shop, payment_mode="prepay")
    seat = buying.open_team(campaign)

    page = signed_in(shop.owner).get(at("console-order", campaign, seat.public_id)).content

    assert b'id="refund"' not in page


@pytest.mark.parametrize(
    ("state", "changes", "words"),
    [
        ("voided", {}, "Payment Released "),
        ("authorised", {"held_minor": 8_000}, "Payment Held, not charged "),
        ("captured", {"captured_minor": 8_000}, "Payment ¥80 charged "),
        ("captured", {"captured_minor": 8_000, "refunded_minor": 3_000}, "Payment ¥80 charged · ¥30 given back "),
        ("refunded", {"captured_minor": 8_000, "refunded_minor": 8_000}, "Payment ¥80 charged · ¥80 given back "),
    ],
)
def test_an_order_says_what_was_charged_and_what_went_back(state: str, changes: dict[str, Any], words: str) -> None:
    campaign = f.campaign()
    seat = paid_order(campaign)
    seat.payments.update(**{"state": state, "captured_minor": 0, **changes})

    page = text_of(signed_in(f.staff()).get(at("console-order", campaign, seat.public_id)))

    assert words in page
    assert "¥0" not in page
