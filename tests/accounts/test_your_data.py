"""A member takes along what Hearth keeps of them, closes the account, comes back, or is forgotten."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts import checks, personal, road
from accounts.models import BrandStaff, User
from accounts.services import closing, handles, profiles, takeout
from community import rights
from community.models import Argument, Comment, Draft, Membership, Post
from community.services import drafts, images, reports
from community.services.composition import Picture
from community.services.proposals import arguing, authors, drafting, removing
from gamify.models import Standing
from inbox.models import Notification
from lib import clock
from rewards.services.catalogue import answering, parcels
from tests import economy, factories
from tests.community import cast, proposing
from tests.rewards import factories as buying, redeeming, scenes

pytestmark = pytest.mark.django_db
CANARY = "Zaunkönigin"


@pytest.fixture
def ana(client: Client) -> User:
    user = factories.member(CANARY, handle="ana_leaves", bio=f"{CANARY} of tea")
    client.force_login(user)
    assert client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD}).status_code == 302
    return user


def in_the_database(*texts: str) -> Iterator[str]:
    """Yield each row that holds one of the texts anywhere, as it is or as SQLite writes JSON."""
    texts += tuple(json.dumps(text).strip('"').replace("\\", "\\\\") for text in texts)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                if any(text.casefold() in repr(row).casefold() for text in texts):
                    yield f"{table}: {row!r}"


def pictured(user: User) -> Picture:
    return Picture(images.upload(owner=user, file=cast.picture(), now=clock.now()).public_id)


def close(client: Client, handle: str = "ana_leaves", words: str = "stay") -> Any:
    return client.post("/settings/data/", {"do": "close", "handle": handle, "words": words})


def signs_in_with_a_new_password(user: User) -> bool:
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": user.email})
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    page = browser.get(link, follow=True)
    words = {"password1": "a new and warm place", "password2": "a new and warm place"}
    browser.post(page.redirect_chain[-1][0], words)
    browser = Client()
    browser.post("/accounts/login/", {"login": user.handle, "password": "a new and warm place"})
    return browser.get("/settings/").status_code == 200


def forgotten(user: User) -> User:
    assert closing.erase_due(now=clock.now() + closing.PATIENCE + timedelta(seconds=1)) == 1
    user.refresh_from_db()
    return user


def link_of(letter: mail.EmailMessage) -> str:
    return re.search(r"https?://[^/]+(/come-back/\S+)", letter.body)[1]


def test_every_row_that_names_a_person_goes_along_or_says_why_not() -> None:
    assert checks.people(None) == []
    assert not {table.model for table in personal.tables()} & set(personal.left_out())


def test_nothing_secret_goes_along() -> None:
    secrets = re.compile(r"password|digest|session_key|secret|^data$|hash")

    said = {(table.model, name) for table in personal.tables() for name in table.fields if secrets.search(name)}

    assert said == {("gamify.Activity", "data"), ("inbox.Notification", "data")}


def test_the_zip_holds_what_the_member_wrote_with_its_pictures_and_nothing_of_others(
    client: Client, ana: User, django_capture_on_commit_callbacks: Any
) -> None:
    place = cast.group("tea", member_count=9)
    other = cast.member(place)
    cast.join(ana, place)
    with django_capture_on_commit_callbacks(execute=True):
        cast.post(ana, place, "Mine <b>alone</b>", pictures=(pictured(ana),))
        cast.post(other, place, "Another's secret thought")

    answer = client.post("/settings/data/", {"do": "take"})

    packed = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    told = {name: packed.read(name) for name in packed.namelist()}
    posts = json.loads(told["community/post.json"])
    assert answer["Content-Disposition"].startswith('attachment; filename="hearth-ana_leaves-')
    assert [post["body"] for post in posts] == ["Mine <b>alone</b>"]
    assert posts[0]["group.slug"] == "tea"
    assert json.loads(told["accounts/user.json"])[0]["display_name"] == CANARY
    assert {entry["kind"] for entry in json.loads(told["gamify/ledgerentry.json"])} <= {"earn"}
    assert [name for name in told if name.startswith("files/posts/")]
    assert not [name for name, content in told.items() if b"secret thought" in content]


def test_no_two_tables_of_the_zip_have_one_name() -> None:
    names = [takeout._name(table) for table in personal.tables()]

    assert sorted(names) == sorted(set(names))
    assert {"rewards/referral", "rewards/brought_by"} <= set(names)


def test_taking_along_costs_the_same_for_one_post_and_for_twenty(django_assert_num_queries: Any) -> None:
    place = cast.group("tea", member_count=9)
    for many in (1, 20):
        user = cast.member(place)
        for number in range(many):
            cast.post(user, place, f"Number {number}")
        with django_assert_num_queries(len(personal.tables()) + len(road.steps()) + 4):  # and a savepoint
            takeout.pack(user=user, now=clock.now()).close()


def test_the_page_asks_for_the_password_first() -> None:
    client = Client()
    client.force_login(factories.member())

    for answer in (client.get("/settings/data/"), client.post("/settings/data/", {"do": "take"})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_a_slip_closes_nothing_and_keeps_what_was_chosen(client: Client, ana: User) -> None:
    answer = close(client, "ana_stays", "go")

    ana.refresh_from_db()
    assert answer.status_code == 422
    assert answer.context["form"]["words"].value() == "go"
    assert "handle" in answer.context["form"].errors
    assert ana.is_active


def test_what_must_be_settled_is_named_with_the_page_where_it_can_be(client: Client, ana: User) -> None:
    brand = buying.brand(ana)
    place = cast.group("tea", member_count=9)
    cast.join(ana, place, role="owner")
    cast.member(place)
    sale = buying.campaign()
    seat = scenes.seat(scenes.team(sale, factories.member(), size=5), ana)

    page, answer = client.get("/settings/data/"), close(client)

    ana.refresh_from_db()
    urls = {obstacle.url for obstacle in personal.obstacles(ana)}
    assert urls == {f"/brands/{brand.slug}/people/", "/g/tea/members/", f"/orders/{seat.public_id}/"}
    assert all(url in page.content.decode() for url in urls)
    assert answer.status_code == 409
    assert ana.is_active


@pytest.mark.parametrize(("needs_address", "waits"), [(True, 1), (False, 0)])
def test_a_paid_parcel_is_sent_before_its_address_goes(ana: User, needs_address: bool, waits: int) -> None:
    sale = buying.campaign(needs_address=needs_address)
    scenes.seat(scenes.team(sale, factories.member()), ana, state="captured")

    assert len(personal.obstacles(ana)) == waits


def test_a_redeemed_parcel_is_sent_before_its_address_goes_along_and_is_forgotten(client: Client, ana: User) -> None:
    economy.publish(now=clock.now())
    redeeming.earn(ana, 3)
    of = redeeming.reward(kind="item")
    parcel = redeeming.redeemed(ana, of)
    parcels.say_where(actor=ana, redemption=parcel, address=redeeming.BERGEN, now=clock.now())
    waiting = [obstacle.url for obstacle in personal.obstacles(ana)]

    answering.send(by=of.owner, redemption=parcel, now=clock.now())
    packed = ZipFile(takeout.pack(user=ana, now=clock.now()))
    answer = close(client)
    forgotten(ana)

    assert waiting == [f"/rewards/mine/{parcel.public_id}/"]
    assert b"Nygata 1" in packed.read("rewards/redemptionaddress.json")
    assert answer.status_code == 200
    assert list(in_the_database("Nygata 1")) == []


def test_who_owns_it_together_with_somebody_or_is_alone_in_it_may_go(ana: User) -> None:
    brand = buying.brand(ana)
    BrandStaff.objects.create(brand=brand, user=factories.member(), role="owner")
    cast.join(ana, cast.group("empty"), role="owner")

    assert list(personal.obstacles(ana)) == []


def test_staff_are_taken_off_the_staff_first(ana: User) -> None:
    ana.is_staff = True

    assert [obstacle.url for obstacle in personal.obstacles(ana)] == [""]


def test_a_closed_account_is_gone_for_everybody_at_once_and_comes_back_by_its_letter(
    client: Client, ana: User, django_capture_on_commit_callbacks: Any
) -> None:
    thief = Client()
    thief.force_login(ana)
    with django_capture_on_commit_callbacks(execute=True):
        answer = close(client, "@ana_leaves")

    assert answer.status_code == 200
    assert Client().get("/@ana_leaves/").status_code == 404
    assert thief.get("/settings/").status_code == 302
    login = {"login": "ana_leaves", "password": factories.PASSWORD}
    assert Client().post("/accounts/login/", login).status_code == 200, "nobody gets in"
    link = link_of(mail.outbox[-1])
    assert Client().get(link).status_code == 200
    assert Client().get("/@ana_leaves/").status_code == 404, "looking opens nothing"
    assert [Client().post(link).status_code for _ in range(2)] == [303, 303]
    assert Client().get("/@ana_leaves/").status_code == 200
    assert thief.get("/settings/").status_code == 302, "who was signed in before is not again"
    assert signs_in_with_a_new_password(ana)
    assert closing.erase_due(now=clock.now() + closing.PATIENCE * 2) == 0


@pytest.mark.parametrize("token", ["", "x", "1:2:3", "汉字", "a" * 3000])
def test_a_link_that_is_none_opens_nothing(token: str) -> None:
    assert Client().post(f"/come-back/{token}/").status_code == 404


def test_an_old_link_opens_nothing_when_the_account_was_closed_again(ana: User) -> None:
    first = closing.token_of(closing.close(user=ana, with_words=False, now=clock.now()))
    closing.come_back(token=first, now=clock.now())
    closing.close(user=ana, with_words=False, now=clock.now() + timedelta(hours=1))

    assert Client().post(f"/come-back/{first}/").status_code == 404


def page_for(language: str, post: Any) -> str:
    return Client(headers={"accept-language": language}).get(f"/p/{post.public_id}/").content.decode()


def test_after_two_weeks_nothing_says_who_it_was_and_what_was_written_stays(
    client: Client, ana: User, django_capture_on_commit_callbacks: Any
) -> None:
    place = cast.group("tea", member_count=9)
    cast.join(ana, place, answer=f"{CANARY} loves tea")
    with django_capture_on_commit_callbacks(execute=True):
        post = cast.post(ana, place, "What stays")
        cast.answer(cast.member(place), post, "A reply")
    drafts.save(user=ana, intent="new", payload={"body": CANARY}, now=clock.now())
    buying_seat = scenes.seat(scenes.team(buying.campaign(), factories.member()), ana, state="voided")
    with django_capture_on_commit_callbacks(execute=True):
        close(client)
    link = link_of(mail.outbox[-1])

    gone = forgotten(ana)

    assert list(in_the_database(CANARY, "ana_leaves")) == []
    assert (gone.display_name, gone.is_active, Draft.objects.count()) == ("A former member", False, 0)
    assert Membership.objects.get(user=gone).state == "left"
    assert not Standing.objects.filter(user=gone).exists()
    assert Post.objects.get(pk=post.pk).is_published
    assert "A former member" in page_for("en", post)
    assert "曾经的成员" in page_for("zh-Hans", post), "each reader is told in their language"
    assert Client().get(f"/@{gone.handle}/").status_code == 404
    assert Client().post(link).status_code == 404
    assert not handles.is_free(handle="ana_leaves"), "or old mentions would name somebody else"
    assert type(buying_seat).objects.filter(pk=buying_seat.pk).exists(), "receipts stay"
    call_command("ledger_check")
    call_command("rebuild", check=True)


def test_words_go_too_when_that_was_chosen_and_answers_of_others_stay(
    client: Client, ana: User, django_capture_on_commit_callbacks: Any
) -> None:
    place = cast.group("tea", member_count=9)
    other = cast.member(place)
    cast.join(ana, place)
    with django_capture_on_commit_callbacks(execute=True):
        gone = cast.post(ana, place, f"What goes {CANARY} @{other.handle}", pictures=(pictured(ana),))
        reports.report(reporter=other, target=gone, rule=None, note="Not nice", now=clock.now())
        theirs = cast.post(other, place, "What stays")
        cast.answer(ana, theirs, f"A word that goes {CANARY}")
        cast.answer(other, theirs, "A word that stays")
        assert Notification.objects.filter(recipient=other, kind="mention").exists()
        close(client, words="go")

    with django_capture_on_commit_callbacks(execute=True):
        forgotten(ana)

    assert list(in_the_database(CANARY)) == []
    assert not Notification.objects.filter(recipient=other, kind="mention").exists()
    assert set(Post.objects.filter(state="published").values_list("body", flat=True)) == {"What stays"}
    assert set(Comment.objects.filter(state="published").values_list("body", flat=True)) == {"A word that stays"}
    theirs.refresh_from_db()
    assert theirs.comment_count == 1
    call_command("ledger_check")


@pytest.mark.parametrize("words", ["stay", "go"])
def test_ideas_that_nobody_else_ever_saw_go_with_the_drafts(client: Client, ana: User, words: str) -> None:
    place = cast.group("tea", member_count=9)
    cast.join(ana, place)
    mine, seen = (proposing.draft(place, ana, problem=f"{CANARY} of a problem") for _ in "12")
    drafting.submit(by=ana, proposal=seen, terms=rights.LATEST, now=clock.now())
    shared = proposing.draft(place, ana, problem=f"{CANARY}s are for everybody")
    mate = cast.member(place)
    authors.invite(by=ana, proposal=shared, user=mate, now=clock.now())
    authors.accept(by=mate, proposal=shared, terms=rights.LATEST, now=clock.now())
    close(client, words=words)

    forgotten(ana)

    left = {row.split(":")[0] for row in in_the_database(CANARY)}
    assert left == {"community_proposal"}
    mine, seen, shared = (proposing.fresh(each) for each in (mine, seen, shared))
    assert (mine.state, mine.body, shared.state) == ("withdrawn", "", "draft")
    assert shared.body
    assert (seen.state, bool(seen.body)) == (("review", True) if words == "stay" else ("withdrawn", False))


def test_what_was_said_about_proposals_goes_with_the_words_and_does_not_come_back(client: Client, ana: User) -> None:
    place = cast.group("tea", member_count=9)
    cast.join(ana, place)
    made = proposing.opened(place)
    moderator = cast.member(place, role="moderator")
    mine, judged = (
        arguing.argue(author=ana, proposal=made, side="for", body=f"Ask {CANARY}", key=f"key-{n}", now=clock.now())
        for n in "12"
    )
    reports.report(reporter=moderator, target=judged, rule=None, note="Not nice", now=clock.now())
    removing.remove(target=judged, moderator=moderator, reason="", now=clock.now())
    close(client, words="go")

    forgotten(ana)
    removing.restore(target=judged, by=moderator, now=clock.now())

    assert list(in_the_database(CANARY)) == []
    assert [Argument.objects.get(pk=each.pk).is_published for each in (mine, judged)] == [False, False]
    assert Client().get(f"/proposals/{made.public_id}/").status_code == 200


def test_an_operator_closes_an_account_for_somebody_under_the_same_conditions(ana: User) -> None:
    place = cast.group("tea", member_count=9)
    mine, _other = cast.join(ana, place, role="owner"), cast.member(place)

    with pytest.raises(CommandError, match="/g/tea/members/"):
        call_command("close_account", "ana_leaves")
    with pytest.raises(CommandError, match="nobody"):
        call_command("close_account", "ana_left")
    mine.delete()
    call_command("close_account", "@ana_leaves", words_go=True)

    assert forgotten(ana).words_go


def test_nobody_keeps_an_account_from_being_erased_by_taking_its_name_first(client: Client, ana: User) -> None:
    profiles.update(
        user=factories.member(), display_name="Bad", handle=f"gone_{ana.public_id}", bio="", now=clock.now()
    )
    squatted = {"display_name": "Bad", "email": f"{ana.public_id}@erased.invalid", "password1": "leaves in water"}
    Client().post("/accounts/signup/", squatted)

    close(client)

    assert forgotten(ana).erased_at


def test_an_account_that_staff_closed_is_not_erased(ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(is_active=False)

    assert closing.erase_due(now=clock.now() + timedelta(days=900)) == 0
