"""The brand's console: who gets in, the builder, orders and refunds, as pages."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from rewards.models import Campaign, Refund, Seat
from rewards.services import campaigns
from tests.community import cast
from tests.factories import member
from tests.rewards import buying, factories as f, scenes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def browser(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def at(name: str, campaign: Campaign, *more: object) -> str:
    return reverse(f"rewards:{name}", args=[campaign.brand.slug, campaign.public_id, *more])


def sent(campaign: Campaign, **changes: Any) -> dict[str, Any]:
    """Return what the builder of `f.draft` sends."""
    steps = changes.pop("steps", [("1", "100"), ("3", "80"), ("5", "60")])
    rows = {
        f"tiers-{n}-{key}": value
        for n, step in enumerate(steps)
        for key, value in zip(("people", "price"), step, strict=True)
    }
    return {
        "name": "Tea tin", "name_zh_hans": "茶罐", "tagline": "", "tagline_zh_hans": "", "story": "By hand.",
        "story_zh_hans": "", "policy": "", "policy_zh_hans": "", "currency": "CNY", "single_minor": "",
        "sizes": "3, 5", "stock": "100", "per_member": "1", "team_hours": "48", "has_waitlist": "on", "opens_at": "",
        "closes_at": "2026-03-20T12:00", "payment_mode": "hold", "completion": "strict", "ratio_percent": "100",
        "tiers-TOTAL_FORMS": len(steps), "tiers-INITIAL_FORMS": 0, "seen": campaigns.version_of(campaign),
        **rows, **changes,
    }  # fmt: skip


def paid_order(campaign: Campaign, name: str = "Mei", **changes: Any) -> Seat:
    """Return an order that waits to be sent."""
    people = [member(name), *scenes.people(2)]
    ended = {"state": "succeeded", "has_succeeded": True, "price_minor": 8_000}
    team = scenes.team(campaign, *people, size=3, **ended)
    seat = Seat.objects.get(team=team, user=people[0])
    Seat.objects.filter(pk=seat.pk).update(**changes)
    seat.refresh_from_db()
    return seat


PAGES = ("console-campaign", "console-orders", "console-orders-csv", "console-edit")


@pytest.mark.parametrize("name", PAGES)
def test_only_the_people_of_the_brand_and_staff_come_in(name: str) -> None:
    editor = member("Editor")
    shop = f.brand(editor=editor)
    campaign = f.draft(shop)

    answers = [browser(who).get(at(name, campaign)).status_code for who in (shop.owner, editor, member(), None)]
    other = f.brand()
    answers.append(browser(other.owner).get(at(name, campaign)).status_code)

    expected = 302 if name == "console-campaign" else 200  # a draft leads on to its builder
    assert [min(answers[0], 303), answers[1]] == [303 if expected == 302 else 200, answers[0]]
    assert answers[2:] == [404, 302, 404]


def test_a_campaign_is_not_found_under_another_brand() -> None:
    campaign, other = f.campaign(), f.brand()
    path = reverse("rewards:console-campaign", args=[other.slug, campaign.public_id])

    assert browser(f.staff()).get(path).status_code == 404


def test_a_name_begins_a_draft_and_leads_to_the_builder() -> None:
    shop = f.brand()

    answer = browser(shop.owner).post(reverse("rewards:console-create", args=[shop.slug]), {"name": "Tea tin"})

    campaign = Campaign.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, at("console-edit", campaign))
    assert (campaign.names, campaign.state) == ({"en": "Tea tin"}, "draft")


def test_the_builder_saves_and_hands_in() -> None:
    shop = f.brand()
    campaign = f.draft(shop, ladder=[(1, 500)])

    answer = browser(shop.owner).post(at("console-edit", campaign), sent(campaign, submit="1", single_minor="120.50"))

    campaign.refresh_from_db()
    assert (answer.status_code, campaign.state, campaign.single_minor) == (303, "review", 12_050)
    assert [(tier.min_people, tier.price_minor) for tier in campaign.tiers.all()] == [
        (1, 10_000),
        (3, 8_000),
        (5, 6_000),
    ]


def test_times_are_read_in_the_zone_of_who_writes() -> None:
    shop = f.brand(member("Mei", time_zone="Asia/Shanghai"))
    campaign = f.draft(shop)

    browser(shop.owner).post(at("console-edit", campaign), sent(campaign, closes_at="2026-03-20T12:00"))

    campaign.refresh_from_db()
    assert campaign.closes_at.isoformat() == "2026-03-20T04:00:00+00:00"


def test_what_is_missing_is_said_beside_the_field_and_the_draft_is_kept() -> None:
    shop = f.brand()
    campaign = f.draft(shop)

    answer = browser(shop.owner).post(at("console-edit", campaign), sent(campaign, submit="1", sizes="", stock="40"))

    campaign.refresh_from_db()
    assert (answer.status_code, campaign.state, campaign.stock) == (422, "draft", 40)
    assert answer.context["form"].errors.keys() == {"sizes"}
    again = sent(campaign, seen=answer.context["seen"])
    assert browser(shop.owner).post(at("console-edit", campaign), again).status_code == 303


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"stock": "many"}, b"Enter a whole number."),
        ({"sizes": "three"}, b"Numbers and commas only"),
        ({"steps": [("1", "80.005")]}, b"CNY has 2 decimals"),
        ({"steps": [("1", "")]}, b"Both, please."),
        ({"steps": [("2", "80"), ("2", "70")]}, b"Two steps begin"),
        ({"name": "x" * 81}, b"at most 80 characters"),
        ({"currency": "JPY", "steps": [("1", "80.5")]}, b"JPY has no decimals"),
        ({"closes_at": "soon"}, b"Enter a valid date"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(changes: dict[str, Any], wrong: bytes) -> None:
    shop = f.brand()
    campaign = f.draft(shop)
    words = {"tagline": "Typed with care"} | changes

    answer = browser(shop.owner).post(at("console-edit", campaign), sent(campaign, **words))

    assert (answer.status_code, wrong in answer.content) == (422, True)
    assert b'value="Typed with care"' in answer.content
    campaign.refresh_from_db()
    assert (campaign.taglines, campaign.stock) == ({"en": "Keeps a whole spring."}, 100)


def test_two_people_who_write_at_once_do_not_lose_each_others_words() -> None:
    editor = member("Editor")
    shop = f.brand(editor=editor)
    campaign = f.draft(shop)
    late = sent(campaign, tagline="Late")
    browser(editor).post(at("console-edit", campaign), sent(campaign, tagline="Early"))

    refused = browser(shop.owner).post(at("console-edit", campaign), late)
    campaign.refresh_from_db()
    assert (refused.status_code, campaign.tagline) == (422, "Early")
    assert b'value="Late"' in refused.content

    browser(shop.owner).post(at("console-edit", campaign), late | {"seen": refused.context["seen"]})
    campaign.refresh_from_db()
    assert campaign.tagline == "Late"


def test_a_draft_is_saved_as_one_types_and_the_preview_follows() -> None:
    shop = f.brand()
    campaign = f.draft(shop)

    answer = browser(shop.owner).post(
        at("console-edit", campaign), sent(campaign, name="Tea caddy"), headers={"HX-Request": "true"}
    )

    campaign.refresh_from_db()
    assert (answer.status_code, campaign.names["en"]) == (200, "Tea caddy")
    assert b"Tea caddy" in answer.content
    assert b"Saved 09:00" in answer.content
    assert f'value="{campaigns.version_of(campaign)}"'.encode() in answer.content


def test_pictures_are_kept_even_when_something_else_is_wrong(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    shop = f.brand()
    campaign = f.draft(shop)

    with cast.picture() as file:
        answer = browser(shop.owner).post(at("console-edit", campaign), sent(campaign, stock="many", pictures=file))

    picture = campaign.pictures.get()
    assert (answer.status_code, picture.width, picture.height) == (422, 40, 30)
    assert picture.image.url.endswith(".webp")


def test_pictures_are_described_put_in_front_and_taken_out(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    shop = f.brand()
    campaign = f.draft(shop)
    client = browser(shop.owner)
    client.post(at("console-edit", campaign), sent(campaign, pictures=[cast.picture(), cast.picture(), cast.picture()]))
    one, two, three = campaign.pictures.all()
    files = sorted(path.name for path in tmp_path.rglob("*.webp"))

    more = {"first": three.pk, "gone": one.pk, f"alt_{three.pk}": "A tin", f"alt_{three.pk}_zh_hans": "一个茶罐"}
    client.post(at("console-edit", campaign), sent(campaign, **more))

    assert [row.pk for row in campaign.pictures.all()] == [three.pk, two.pk]
    assert campaign.pictures.get(pk=three.pk).alts == {"en": "A tin", "zh-hans": "一个茶罐"}
    assert len(files) == 6


def test_a_file_that_is_no_picture_is_refused_beside_its_field() -> None:
    shop = f.brand()
    campaign = f.draft(shop)

    answer = browser(shop.owner).post(
        at("console-edit", campaign), sent(campaign, pictures=io.BytesIO(b"<svg onload=alert(1)>"))
    )

    assert (answer.status_code, campaign.pictures.count()) == (422, 0)
    assert b"This is not a picture we can read" in answer.content


def test_pictures_stop_changing_when_the_campaign_is_handed_in() -> None:
    shop = f.brand()
    campaign = f.in_review(shop)

    answer = browser(shop.owner).post(at("console-edit", campaign), sent(campaign, pictures=cast.picture()))

    assert (answer.status_code, campaign.pictures.count()) == (303, 0)


@pytest.mark.parametrize(("name", "start", "end"), [("pause", "open", "paused"), ("cancel", "open", "cancelled")])
def test_the_switches_ask_for_a_reason(name: str, start: str, end: str) -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    client = browser(shop.owner)

    client.post(at(f"console-{name}", campaign), {"reason": ""})
    campaign.refresh_from_db()
    assert campaign.state == start

    client.post(at(f"console-{name}", campaign), {"reason": "A van broke down."})
    campaign.refresh_from_db()
    assert (campaign.state, campaign.reason) == (end, "A van broke down.")


def test_staff_read_every_word_and_approve() -> None:
    campaign = f.in_review()
    client = browser(f.staff())
    path = reverse("rewards:review-campaign", args=[campaign.public_id])

    page = client.get(path)
    assert page.status_code == 200
    assert "茶罐" in page.content.decode()
    assert campaign.name in client.get(reverse("rewards:review")).content.decode()

    client.post(path, {"answer": "approve"})
    campaign.refresh_from_db()
    assert campaign.state == "open"


def test_staff_send_back_with_a_reason_or_not_at_all() -> None:
    campaign = f.in_review()
    client = browser(f.staff())
    path = reverse("rewards:review-campaign", args=[campaign.public_id])

    assert client.post(path, {"answer": "back", "reason": ""}).status_code == 422
    assert client.post(path, {"answer": "back", "reason": "Which tea?"}).status_code == 303
    campaign.refresh_from_db()
    assert (campaign.state, campaign.reason) == ("draft", "Which tea?")


@pytest.mark.parametrize("name", ["review", "review-refunds"])
def test_review_is_for_staff(name: str) -> None:
    shop = f.brand()

    assert browser(shop.owner).get(reverse(f"rewards:{name}")).status_code == 404
    assert browser(f.staff()).get(reverse(f"rewards:{name}")).status_code == 200


def test_staff_of_a_brand_do_not_review_it() -> None:
    insider = member("Insider", is_staff=True)
    campaign = f.in_review(f.brand(editor=insider))

    answer = browser(insider).post(reverse("rewards:review-campaign", args=[campaign.public_id]), {"answer": "approve"})

    campaign.refresh_from_db()
    assert (answer.status_code, campaign.state) == (403, "review")
    assert campaign.name not in browser(insider).get(reverse("rewards:review")).content.decode()


def test_a_draft_that_was_thrown_away_is_nobodys_to_see() -> None:
    shop = f.brand()
    campaign = f.draft(shop)
    browser(shop.owner).post(at("console-cancel", campaign), {"reason": "Thrown away."})

    path = reverse("rewards:campaign", args=[campaign.public_id])
    assert [browser(who).get(path).status_code for who in (None, member())] == [404, 404]
    assert campaign.name not in browser(None).get(reverse("rewards:campaign-list")).content.decode()


def test_the_table_holds_what_is_to_be_sent_and_no_formula() -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    seat = paid_order(campaign, "=cmd|' /C calc'!A0", note="+1 in red, “please”\nand soon")

    answer = browser(shop.owner).get(at("console-orders-csv", campaign))

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

    browser(shop.owner).post(at("console-ship", campaign), {"order": [seat.public_id], "note": "SF 123"})

    seat.refresh_from_db()
    assert (seat.state, seat.shipped_note) == ("fulfilled", "SF 123")
    assert Seat.objects.filter(campaign=campaign, state="captured").count() == 2


def test_another_brands_orders_cannot_be_sent_or_refunded() -> None:
    seat = paid_order(f.campaign())
    other = f.brand()
    mine = f.campaign(other)
    client = browser(other.owner)

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

    answer = browser(editor).post(at("console-refund", campaign, seat.public_id), {"amount": "1", "reason": "Because."})

    assert (answer.status_code, Refund.objects.count()) == (403, 0)
    assert b'id="refund"' not in browser(editor).get(at("console-order", campaign, seat.public_id)).content


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

    answer = browser(shop.owner).post(
        at("console-refund", campaign, seat.public_id), {"amount": amount, "reason": reason}
    )

    assert (answer.status_code, answer.context["wrong"].keys()) == (422, {field})
    assert not Refund.objects.exists()


def test_a_large_refund_waits_for_a_second_person(settings: Any) -> None:
    settings.HEARTH_REFUND_LIMIT_MINOR = 5_000
    shop = f.brand()
    campaign = f.campaign(shop)
    seat = paid_order(campaign)
    staff = browser(f.staff())

    browser(shop.owner).post(at("console-refund", campaign, seat.public_id), {"amount": "80", "reason": "It broke."})
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
        assert len(fulfilment.page(campaign=campaign, stage="send").lines) == 3 * number
    with django_assert_num_queries(5):
        console.figures(campaign=campaign)


def test_long_lists_come_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rewards.selectors.console.PAGE", 2)
    monkeypatch.setattr("rewards.selectors.fulfilment.PAGE", 2)
    shop = f.brand()
    made = [f.draft(shop) for _each in range(2)] + [f.campaign(shop)]
    paid_order(made[-1])
    client = browser(shop.owner)

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
    client = browser(shop.owner)
    page = client.get(at("console-order", campaign, seat.public_id)).content.decode()
    key = re.findall(r'name="key" value="(\w+)"', page)[0]

    for _twice in range(2):
        client.post(at("console-refund", campaign, seat.public_id), {"amount": "5", "reason": "A dent.", "key": key})

    assert list(Refund.objects.values_list("amount_minor", flat=True)) == [500]


def test_no_refund_is_offered_while_the_team_forms() -> None:
    shop = f.brand()
    campaign = f.campaign(shop, payment_mode="prepay")
    seat = buying.open_team(campaign)

    page = browser(shop.owner).get(at("console-order", campaign, seat.public_id)).content

    assert b'id="refund"' not in page


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_at_the_end_of_the_calendar_is_refused_beside_its_field(moment: str) -> None:
    for zone in ("Asia/Shanghai", "America/New_York"):
        shop = f.brand(member("Owner", time_zone=zone))
        campaign = f.draft(shop)

        answer = browser(shop.owner).post(at("console-edit", campaign), sent(campaign, closes_at=moment))

        assert answer.status_code == 422
        assert b'id="id_closes_at_error"' in answer.content or b"closes_at" in answer.content
