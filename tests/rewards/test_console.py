"""The brand's console: who gets in, the builder, the switches and the review, as pages."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse

from rewards.models import Campaign
from rewards.services import drafts
from tests.community import cast
from tests.factories import member
from tests.rewards import arena, couponing, factories as f, redeeming
from tests.rewards.browsing import signed_in
from tests.rewards.console import at, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGES = ("console-campaign", "console-orders", "console-orders-csv", "console-edit")


@pytest.mark.parametrize("name", PAGES)
def test_only_the_people_of_the_brand_and_staff_come_in(name: str) -> None:
    editor = member("Editor")
    shop = f.brand(editor=editor)
    campaign = f.draft(shop)

    answers = [signed_in(who).get(at(name, campaign)).status_code for who in (shop.owner, editor, member(), None)]
    other = f.brand()
    answers.append(signed_in(other.owner).get(at(name, campaign)).status_code)

    expected = 302 if name == "console-campaign" else 200  # a draft leads on to its builder
    assert [min(answers[0], 303), answers[1]] == [303 if expected == 302 else 200, answers[0]]
    assert answers[2:] == [404, 302, 404]


def test_a_draft_is_thrown_away_by_an_owner_and_the_button_is_offered_to_no_other() -> None:
    editor = member("Editor")
    shop = f.brand(editor=editor)
    campaign = f.draft(shop)
    coupon = couponing.coupon(f.campaign(shop), is_open=False)
    pages = [
        at("console-edit", campaign),
        reverse("rewards:console-coupon-edit", args=[shop.slug, coupon.public_id]),
        reverse("rewards:console-reward-edit", args=[shop.slug, redeeming.draft(shop).public_id]),
        reverse("rewards:console-battle-edit", args=[shop.slug, arena.draft(shop).public_id]),
    ]

    offered = [
        ["Throw it away" in signed_in(who).get(page).content.decode() for page in pages] for who in (shop.owner, editor)
    ]

    assert offered == [[True] * 4, [False] * 4]


def test_a_campaign_is_not_found_under_another_brand() -> None:
    campaign, other = f.campaign(), f.brand()
    path = reverse("rewards:console-campaign", args=[other.slug, campaign.public_id])

    assert signed_in(f.staff()).get(path).status_code == 404


def test_a_name_begins_a_draft_and_leads_to_the_builder() -> None:
    shop = f.brand()

    answer = signed_in(shop.owner).post(reverse("rewards:console-create", args=[shop.slug]), {"name": "Tea tin"})

    campaign = Campaign.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, at("console-edit", campaign))
    assert (campaign.names, campaign.state) == ({"en": "Tea tin"}, "draft")


def test_the_builder_saves_and_hands_in() -> None:
    shop = f.brand()
    campaign = f.draft(shop, ladder=[(1, 500)])

    answer = signed_in(shop.owner).post(at("console-edit", campaign), sent(campaign, submit="1", single_minor="120.50"))

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

    signed_in(shop.owner).post(at("console-edit", campaign), sent(campaign, closes_at="2026-03-20T12:00"))

    campaign.refresh_from_db()
    assert campaign.closes_at.isoformat() == "2026-03-20T04:00:00+00:00"


def test_what_is_missing_is_said_beside_the_field_and_the_draft_is_kept() -> None:
    shop = f.brand()
    campaign = f.draft(shop)

    answer = signed_in(shop.owner).post(at("console-edit", campaign), sent(campaign, submit="1", sizes="", stock="40"))

    campaign.refresh_from_db()
    assert (answer.status_code, campaign.state, campaign.stock) == (422, "draft", 40)
    assert answer.context["form"].errors.keys() == {"sizes"}
    again = sent(campaign, seen=answer.context["seen"])
    assert signed_in(shop.owner).post(at("console-edit", campaign), again).status_code == 303


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

    answer = signed_in(shop.owner).post(at("console-edit", campaign), sent(campaign, **words))

    assert (answer.status_code, wrong in answer.content) == (422, True)
    assert b'value="Typed with care"' in answer.content
    campaign.refresh_from_db()
    assert (campaign.taglines, campaign.stock) == ({"en": "Keeps a whole spring."}, 100)


def test_two_people_who_write_at_once_do_not_lose_each_others_words() -> None:
    editor = member("Editor")
    shop = f.brand(editor=editor)
    campaign = f.draft(shop)
    late = sent(campaign, tagline="Late")
    signed_in(editor).post(at("console-edit", campaign), sent(campaign, tagline="Early"))

    refused = signed_in(shop.owner).post(at("console-edit", campaign), late)
    campaign.refresh_from_db()
    assert (refused.status_code, campaign.tagline) == (422, "Early")
    assert b'value="Late"' in refused.content

    signed_in(shop.owner).post(at("console-edit", campaign), late | {"seen": refused.context["seen"]})
    campaign.refresh_from_db()
    assert campaign.tagline == "Late"


def test_a_draft_is_saved_as_one_types_and_the_preview_follows() -> None:
    shop = f.brand()
    campaign = f.draft(shop)

    answer = signed_in(shop.owner).post(
        at("console-edit", campaign), sent(campaign, name="Tea caddy"), headers={"HX-Request": "true"}
    )

    campaign.refresh_from_db()
    assert (answer.status_code, campaign.names["en"]) == (200, "Tea caddy")
    assert b"Tea caddy" in answer.content
    assert b"Saved 09:00" in answer.content
    assert f'value="{drafts.version_of(campaign)}"'.encode() in answer.content


def test_pictures_are_kept_even_when_something_else_is_wrong(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    shop = f.brand()
    campaign = f.draft(shop)

    with cast.picture() as file:
        answer = signed_in(shop.owner).post(at("console-edit", campaign), sent(campaign, stock="many", pictures=file))

    picture = campaign.pictures.get()
    assert (answer.status_code, picture.width, picture.height) == (422, 40, 30)
    assert picture.image.url.endswith(".webp")


def test_pictures_are_described_put_in_front_and_taken_out(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    shop = f.brand()
    campaign = f.draft(shop)
    client = signed_in(shop.owner)
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

    answer = signed_in(shop.owner).post(
        at("console-edit", campaign), sent(campaign, pictures=io.BytesIO(b"<svg onload=alert(1)>"))
    )

    assert (answer.status_code, campaign.pictures.count()) == (422, 0)
    assert b"This is not a picture we can read" in answer.content


def test_pictures_stop_changing_when_the_campaign_is_handed_in() -> None:
    shop = f.brand()
    campaign = f.in_review(shop)

    answer = signed_in(shop.owner).post(at("console-edit", campaign), sent(campaign, pictures=cast.picture()))

    assert (answer.status_code, campaign.pictures.count()) == (303, 0)


@pytest.mark.parametrize(("name", "start", "end"), [("pause", "open", "paused"), ("cancel", "open", "cancelled")])
def test_the_switches_ask_for_a_reason(name: str, start: str, end: str) -> None:
    shop = f.brand()
    campaign = f.campaign(shop)
    client = signed_in(shop.owner)

    client.post(at(f"console-{name}", campaign), {"reason": ""})
    campaign.refresh_from_db()
    assert campaign.state == start

    client.post(at(f"console-{name}", campaign), {"reason": "A van broke down."})
    campaign.refresh_from_db()
    assert (campaign.state, campaign.reason) == (end, "A van broke down.")


def test_staff_read_every_word_and_approve() -> None:
    campaign = f.in_review()
    client = signed_in(f.staff())
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
    client = signed_in(f.staff())
    path = reverse("rewards:review-campaign", args=[campaign.public_id])

    assert client.post(path, {"answer": "back", "reason": ""}).status_code == 422
    assert client.post(path, {"answer": "back", "reason": "Which tea?"}).status_code == 303
    campaign.refresh_from_db()
    assert (campaign.state, campaign.reason) == ("draft", "Which tea?")


@pytest.mark.parametrize("name", ["review", "review-refunds"])
def test_review_is_for_staff(name: str) -> None:
    shop = f.brand()

    assert signed_in(shop.owner).get(reverse(f"rewards:{name}")).status_code == 404
    assert signed_in(f.staff()).get(reverse(f"rewards:{name}")).status_code == 200


def test_staff_of_a_brand_do_not_review_it() -> None:
    insider = member("Insider", is_staff=True)
    campaign = f.in_review(f.brand(editor=insider))

    answer = signed_in(insider).post(
        reverse("rewards:review-campaign", args=[campaign.public_id]), {"answer": "approve"}
    )

    campaign.refresh_from_db()
    assert (answer.status_code, campaign.state) == (403, "review")
    assert campaign.name not in signed_in(insider).get(reverse("rewards:review")).content.decode()


def test_the_staff_see_what_waits_at_each_desk_and_no_desk_that_is_not_theirs() -> None:
    insider, keeper = member("Insider", is_staff=True), f.staff()
    f.in_review(f.brand(editor=insider))

    desks = {who: signed_in(who).get(reverse("rewards:review-refunds")).content.decode() for who in (keeper, insider)}

    menus = {who: page.split('<nav class="tabs beside"')[1].split("</nav>")[0] for who, page in desks.items()}
    votes = reverse("community:vote-cases")
    assert '<span class="count">1</span>' in menus[keeper]
    assert '<span class="count">' not in menus[insider]
    assert (votes in menus[keeper], votes in menus[insider]) == (True, False)


def test_a_draft_that_was_thrown_away_is_nobodys_to_see() -> None:
    shop = f.brand()
    campaign = f.draft(shop)
    signed_in(shop.owner).post(at("console-cancel", campaign), {"reason": "Thrown away."})

    path = reverse("rewards:campaign", args=[campaign.public_id])
    assert [signed_in(who).get(path).status_code for who in (None, member())] == [404, 404]
    assert campaign.name not in signed_in(None).get(reverse("rewards:campaign-list")).content.decode()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_at_the_end_of_the_calendar_is_refused_beside_its_field(moment: str) -> None:
    for zone in ("Asia/Shanghai", "America/New_York"):
        shop = f.brand(member("Owner", time_zone=zone))
        campaign = f.draft(shop)

        answer = signed_in(shop.owner).post(at("console-edit", campaign), sent(campaign, closes_at=moment))

        assert answer.status_code == 422
        assert b'id="id_closes_at_error"' in answer.content or b"closes_at" in answer.content
