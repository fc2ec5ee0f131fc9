"""The pages of the catalogue: plain counts, gates told in words, everything works without scripts."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from lib import clock as time
from rewards.models import Redemption, RedemptionAddress, Reward
from rewards.selectors import catalogue, redemptions, reward_console
from rewards.services.catalogue import sweeping
from tests.community import scenes
from tests.gamify.conftest import economy  # noqa: F401
from tests.rewards import factories
from tests.rewards.redeeming import BERGEN, draft, redeemed, reward, rich, spark

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("economy")]
LIST = "/rewards/"


@pytest.fixture
def mei():
    return rich("Mei")


@pytest.fixture
def as_mei(client, mei):
    client.force_login(mei)
    return client


def url(name, *args):
    return reverse(f"rewards:{name}", args=args)


def page_of(made):
    return url("reward", made.public_id)


def test_visitors_see_what_there_is_and_how_much_is_left(client):
    of = reward(stock=20)
    redeemed(rich(), of)

    body = client.get(LIST).content.decode()

    assert "An hour with Ewan" in body
    assert "19 of 20 left" in body
    assert "Sign in to redeem it" in client.get(page_of(of)).content.decode()


def test_an_empty_catalogue_says_so(client):
    assert "The catalogue is empty" in client.get(LIST).content.decode()


def test_what_one_can_have_now_comes_first_and_what_is_gone_last(mei):
    gone = reward(stock=1, price=1)
    redeemed(rich(), gone)
    dear, high, cheap = reward(price=9000), reward(price=2, least_level=90), reward(price=3)

    found = catalogue.listing(viewer=mei, now=time.now())

    assert [card.reward for card in found.cards] == [cheap, dear, high, gone]
    mine = catalogue.listing(viewer=mei, shown="afford", now=time.now())
    assert [card.reward for card in mine.cards] == [cheap]


@pytest.mark.parametrize(("kind", "seen"), [("benefit", True), ("item", False), ("afford", True), ("nonsense", True)])
def test_filters_show_one_kind(as_mei, kind, seen):
    reward()
    assert ("An hour with Ewan" in as_mei.get(LIST, {"show": kind}).content.decode()) is seen


def test_gates_are_told_plainly(as_mei):
    high, dear = reward(least_level=90), reward(price=9000)

    assert "This opens at level 90." in as_mei.get(page_of(high)).content.decode()
    assert "spark are missing." in as_mei.get(page_of(dear)).content.decode()
    assert as_mei.get(url("reward-redeem", high.public_id)).status_code == 303


def test_a_tier_is_told_by_its_name_to_everybody_and_opens_the_page_for_who_has_it(as_mei, client):
    mine, far = reward(least_tier="familiar-face"), reward(least_tier="close-friend")

    shut = as_mei.get(page_of(far)).content.decode()
    refused = as_mei.get(url("reward-redeem", far.public_id))
    open_now = as_mei.get(url("reward-redeem", mine.public_id))
    client.logout()
    visitors = client.get(LIST).content.decode()

    assert "from “Close friend” on" in shut
    assert "This opens with the tier “Close friend”." in shut
    assert (refused.status_code, open_now.status_code) == (303, 200)
    assert "from “Close friend” on" in visitors
    assert "from “Familiar face” on" in visitors


def test_a_brand_chooses_the_tier_and_the_staff_read_it(client):
    shop = factories.brand()
    made = draft(shop)
    home = url("console-reward-edit", shop.slug, made.public_id)
    client.force_login(shop.owner)
    said = {"name": "A jar", "kind": "benefit", "icon": "gift", "expiry": "back", "price": "3", "stock": "2"}

    wrong = client.post(home, said | {"least_tier": "platinum"})
    right = client.post(home, said | {"least_tier": "close-friend", "story": "S", "how": "H", "submit": "1"})
    client.force_login(factories.staff())
    review = client.get(url("review-reward", made.public_id)).content.decode()

    made.refresh_from_db()
    assert (wrong.status_code, right.status_code, made.least_tier) == (422, 303, "close-friend")
    assert "<dt>From tier</dt><dd>Close friend</dd>" in review


def test_what_ends_says_on_the_page_what_becomes_of_the_points(as_mei):
    back, lost = reward(valid_days=30), reward(valid_days=30, expiry="lost")

    assert "your spark comes back" in as_mei.get(page_of(back)).content.decode()
    assert "your spark is gone" in as_mei.get(page_of(lost)).content.decode()


def test_redeeming_says_what_it_costs_first_and_sending_the_form_twice_takes_once(as_mei, mei):
    of, have = reward(per_member=9), spark(mei)[0]
    body = as_mei.get(url("reward-redeem", of.public_id)).content.decode()
    assert f"{have - 5} spark" in body
    key = body.split('name="key" value="')[1].split('"')[0]

    for _ in range(2):
        answer = as_mei.post(url("reward-redeem", of.public_id), {"key": key})
        assert answer.status_code == 303

    made = Redemption.objects.get()
    assert answer["Location"] == url("redemption", made.public_id)
    assert spark(mei) == (have - 5, 0)
    assert "It is yours." in as_mei.get(answer["Location"]).content.decode()


def test_somebody_who_comes_too_late_hears_it_and_keeps_the_points(as_mei, mei):
    of, before = reward(stock=1), spark(mei)
    redeemed(rich(), of)
    answer = as_mei.post(url("reward-redeem", of.public_id), {"key": "a key long enough"}, follow=True)

    assert "All of these are taken" in answer.content.decode()
    assert spark(mei) == before


def test_the_way_of_a_parcel_from_asking_to_arrival(as_mei, mei, client):
    of = reward(kind="item")
    made = redeemed(mei, of)
    mine = url("redemption", made.public_id)
    assert "Where shall it go?" in as_mei.get(mine).content.decode()
    assert as_mei.post(url("redemption-address", made.public_id), {"recipient": "Ana"}).status_code == 422
    sent = {name: getattr(BERGEN, name) for name in ("recipient", "line1", "postcode", "city", "country")}
    assert as_mei.post(url("redemption-address", made.public_id), sent).status_code == 303
    assert RedemptionAddress.objects.get().city == "Bergen"

    client.force_login(of.owner)
    lines = url("console-redemptions", of.brand.slug, of.public_id)
    assert "Nygata 1" in client.get(lines).content.decode()
    table = client.get(url("console-redemptions-csv", of.brand.slug, of.public_id)).content.decode("utf-8-sig")
    assert "Nygata 1" in table
    told = client.post(
        url("console-redemptions-send", of.brand.slug, of.public_id),
        {"redemption": [made.public_id], "note": "SF 1402"},
        follow=True,
    )
    assert "1 parcel is marked as sent." in told.content.decode()

    client.force_login(mei)
    body = client.get(mine).content.decode()
    assert "SF 1402" in body
    client.post(url("redemption-use", made.public_id))
    assert "Arrived" in client.get(mine).content.decode()


def test_the_brand_answers_with_a_reason(client, mei):
    of = reward(needs_approval=True)
    granted, refused = redeemed(mei, of, note="Because."), redeemed(rich("Tom"), of)
    client.force_login(of.owner)
    lines = url("console-redemptions", of.brand.slug, of.public_id)
    assert "Because." in client.get(lines).content.decode()

    def answer(made, **said):
        return client.post(url("console-redemption", of.brand.slug, of.public_id, made.public_id), said, follow=True)

    answer(granted, answer="approve")
    assert "Please write" in answer(refused, answer="reject", reason="").content.decode()
    answer(refused, answer="reject", reason="He is ill.")
    answer(granted, answer="nonsense")

    assert dict(Redemption.objects.values_list("user__display_name", "state")) == {"Mei": "issued", "Tom": "rejected"}
    client.force_login(refused.user)
    assert "He is ill." in client.get(url("redemption", refused.public_id)).content.decode()


def test_taking_back_is_one_press_and_brings_everything_back(as_mei, mei):
    before = spark(mei)
    made = redeemed(mei, reward(needs_approval=True))
    assert "Take it back" in as_mei.get(url("redemption", made.public_id)).content.decode()
    as_mei.post(url("redemption-cancel", made.public_id))

    assert spark(mei) == before
    assert "your spark is there again" in as_mei.get(url("redemption", made.public_id)).content.decode()


def test_my_rewards_lists_what_is_to_use_and_what_is_over(as_mei, mei, clock):
    assert "Nothing redeemed yet" in as_mei.get(url("redemption-list")).content.decode()
    made = redeemed(mei, reward(valid_days=1))
    assert "To come and to use" in as_mei.get(url("redemption-list")).content.decode()
    clock.set(made.issued_at + timedelta(days=1))
    sweeping.expire_due(now=time.now())
    assert "Expired" in as_mei.get(url("redemption-list")).content.decode()


def test_a_brand_writes_hands_in_and_staff_open(client):
    shop = factories.brand()
    client.force_login(shop.owner)
    client.post(url("console-reward-new", shop.slug), {"name": "A <b>jar</b>"})
    made = Reward.objects.get()
    home = url("console-reward-edit", shop.slug, made.public_id)
    assert "A &lt;b&gt;jar" in client.get(home).content.decode()
    said = {
        "name": "A jar", "story": "It leans.", "how": "By post.", "kind": "item", "icon": "gift", "price": "40",
        "stock": "3", "per_member": "1", "least_level": "1", "valid_days": "0", "expiry": "back",
    }  # fmt: skip
    assert client.post(home, {**said, "price": "0", "submit": "1"}).status_code == 422
    assert client.post(home, {**said, "submit": "1", "picture": picture()}).status_code == 303

    made.refresh_from_db()
    assert (made.state, made.price, made.stock) == ("review", 40, 3)
    small = url("reward-picture-small", made.public_id, made.image.name.split("/")[-1].split(".")[0])
    assert client.get(small)["Content-Type"] == "image/webp"

    client.force_login(factories.staff())
    assert "A jar" in client.get(url("review-rewards")).content.decode()
    assert client.post(url("review-reward", made.public_id), {"answer": "back", "reason": ""}).status_code == 422
    assert "It leans." in client.get(url("review-reward", made.public_id)).content.decode()
    client.post(url("review-reward", made.public_id), {"answer": "approve"})
    client.logout()
    assert "A jar" in client.get(page_of(made)).content.decode()
    assert client.get(small).status_code == 200


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return SimpleUploadedFile("a.png", out.getvalue(), "image/png")


def test_what_is_wrong_with_a_draft_is_said_beside_it_and_nothing_typed_is_lost(client):
    shop = factories.brand()
    made = draft(shop)
    client.force_login(shop.owner)
    answer = client.post(
        url("console-reward-edit", shop.slug, made.public_id),
        {"name": "Kept words", "kind": "gold", "price": "a lot", "only_scope": "group:999", "icon": "skull"},
    )
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()


def test_codes_are_added_by_paste_and_by_file(client):
    shop = factories.brand()
    made = draft(shop, kind="code")
    client.force_login(shop.owner)
    path = url("console-reward-codes", shop.slug, made.public_id)
    client.post(path, {"codes": "A-1\nB-2"})
    client.post(path, {"file": SimpleUploadedFile("codes.csv", b"code\nC-3\nA-1\n", "text/csv")})
    answer = client.post(path, {"codes": ""}, follow=True)

    made.refresh_from_db()
    assert made.stock == 3
    assert "Please paste one code a line." in answer.content.decode()


def test_switches_of_the_console(client):
    of = reward(stock=1)
    client.force_login(of.owner)

    def press(name, **said):
        client.post(url(f"console-reward-{name}", of.brand.slug, of.public_id), said)
        of.refresh_from_db()
        return of.state, of.stock

    assert press("pause", reason="Ewan travels.") == ("paused", 1)
    assert "Ewan travels." in client.get(page_of(of)).content.decode()
    assert press("resume") == ("open", 1)
    assert press("restock", more="4") == ("open", 5)
    assert press("restock", more="-4") == ("open", 5)
    assert press("close", reason="") == ("open", 5)
    assert press("close", reason="He moves away.") == ("closed", 5)
    assert "not offered any more" in client.get(page_of(of)).content.decode()


@pytest.mark.parametrize("lang", ["en", "zh-hans"])
def test_every_page_speaks_the_readers_language(client, lang):
    person = rich("Mei", locale=lang)
    of = reward(needs_approval=True)
    made = redeemed(person, of)
    client.force_login(person)
    for path in (LIST, page_of(of), url("redemption-list"), url("redemption", made.public_id)):
        assert ("和 Ewan 聊一小时" in client.get(path).content.decode()) is (lang == "zh-hans")


def counted(read, *args, **kwargs):
    with CaptureQueriesContext(connection) as found:
        read(*args, **kwargs)
    return len(found)


def test_reads_cost_as_much_for_twenty_as_for_one(mei):
    shop = factories.brand()
    of = reward(shop, stock=99, per_member=20, price=1)
    redeemed(mei, of)

    def costs():
        return (
            counted(catalogue.listing, viewer=mei, now=time.now()),
            counted(catalogue.page, viewer=mei, now=time.now()),
            counted(catalogue.board, pk=of.pk),
            counted(redemptions.listing, user=mei),
            counted(redemptions.of_reward, user=mei, reward=of),
            counted(reward_console.page, reward=of, stage="given", may_ship=True),
            counted(reward_console.of_brand, brand=of.brand),
            counted(reward_console.figures, reward=of),
        )

    one = costs()
    for _ in range(6):
        redeemed(mei, of)
    for _ in range(19):
        reward(shop)

    assert costs() == one == (4, 4, 2, 1, 1, 1, 1, 1)


def test_lists_go_on_by_a_link(client, monkeypatch):
    for lists in (redemptions, reward_console):
        monkeypatch.setattr(lists, "PAGE", 2)
    person = rich(days=3)
    of = reward(stock=9, per_member=9, price=1)
    for _ in range(3):
        redeemed(person, of)
    client.force_login(person)
    body = client.get(url("redemption-list")).content.decode()
    after = body.split("?after=")[1].split('"')[0]
    assert client.get(url("redemption-list"), {"after": after}).content.decode().count("redemption-row") == 1

    client.force_login(of.owner)
    lines = url("console-redemptions", of.brand.slug, of.public_id)
    assert "after=" in client.get(lines, {"stage": "given"}).content.decode()


def test_the_board_renews_itself_and_what_is_ones_own_is_asked_for(as_mei, mei):
    of = reward()
    own = as_mei.get(url("reward-own", of.public_id), headers={"HX-Request": "true"}).content.decode()
    assert "Redeem for 5 spark" in own
    redeemed(mei, of)
    assert "you have yours" in as_mei.get(url("reward-own", of.public_id)).content.decode()


def test_answers_reach_the_brand_of_the_reward_only(client, mei):
    """A redemption is looked for in the reward of the address, whoever answers."""
    made, other = redeemed(mei, reward(needs_approval=True)), reward(needs_approval=True)
    client.force_login(other.owner)
    path = url("console-redemption", other.brand.slug, other.public_id, made.public_id)
    assert client.post(path, {"answer": "approve"}).status_code == 404
    assert Redemption.objects.get().state == "reserved"


def test_somebody_who_hides_the_game_can_still_redeem(client):
    person = rich("Quiet")
    type(person).objects.filter(pk=person.pk).update(game_hidden=True)
    client.force_login(person)
    assert client.get(page_of(reward())).status_code == 200


@pytest.mark.parametrize(("visibility", "is_named"), [("public", True), ("secret", False)])
def test_a_group_that_hides_itself_is_named_to_its_members_only(client, mei, visibility, is_named):
    place = scenes.group("den", founder=mei, visibility=visibility, join_policy="invite")
    Reward.objects.filter(pk=reward().pk).update(only_scope=f"group:{place.pk}")

    assert (f"members of {place.name}" in client.get(LIST).content.decode()) is is_named
    client.force_login(mei)
    assert f"members of {place.name}" in client.get(LIST).content.decode()
    client.force_login(rich("Tom"))
    assert (f"members of {place.name}" in client.get(LIST).content.decode()) is is_named
