"""The pages of groups and feeds answer, with and without a member, in each state."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.models import Membership, PostImage
from community.selectors import covers
from community.services.groups import MOST_FOUNDED_A_DAY
from inbox.models import Notification
from lib import clock
from tests.community.scenes import group, join, post
from tests.factories import member

pytestmark = pytest.mark.django_db


PAGES = ("/", "/?tab=latest", "/?mood=calm", "/explore/", "/explore/calm/", "/groups/", "/g/tea/", "/g/tea/?tab=about")


@pytest.mark.parametrize("who", ["visitor", "outsider", "member", "owner"])
def test_pages_answer_everybody(client, who):
    tea = group(rules=["Be kind"], abouts={"en": "A *table*."})
    post(tea, tea.founder, title="First cup")
    person = {"visitor": None, "outsider": member(), "member": join(tea), "owner": tea.founder}[who]
    if person:
        client.force_login(person)

    for path in PAGES:
        answer = client.get(path)

        assert answer.status_code == 200, path
        assert ("Calm" if path == "/explore/" else "Tea") in answer.content.decode(), path
    members = client.get(reverse("community:group-members", args=["tea"]))
    assert members.status_code == (200 if person else 403)


def pictured(place, title):
    """A post with a picture, without the services."""
    made = post(place, place.founder, title=title)
    PostImage.objects.create(
        post=made, owner=place.founder, file="a.webp", width=4, height=3, alt="A cup", created_at=clock.now()
    )
    return made


def test_explore_shows_the_newest_pictures_that_one_may_read(client, django_assert_num_queries):
    tea, attic = group(), group("attic", visibility="secret", join_policy="invite")
    post(tea, tea.founder, title="No picture")
    shown = [pictured(tea, f"Cup {n}") for n in range(covers.MOST + 1)]
    pictured(attic, "Hidden")
    reader = member()

    with django_assert_num_queries(4):
        found = covers.lately(viewer=reader)

    assert [each.pk for each in found] == [each.pk for each in reversed(shown)][: covers.MOST]
    page = client.get("/explore/").content.decode()
    assert "Cup 8" in page
    assert "Hidden" not in page
    assert "No picture" not in page


def draft(**changes):
    """Return the fields of the form that founds a group."""
    return {
        "name": "Tea",
        "mood": "calm",
        "icon": "coffee",
        "visibility": "public",
        "join_policy": "open",
        "rules-TOTAL_FORMS": "1",
        "rules-INITIAL_FORMS": "0",
        "rules-0-title_en": "Be kind",
        **changes,
    }


def test_a_group_is_founded_by_its_form(client):
    client.force_login(member())

    answer = client.post("/groups/new/", draft())

    assert (answer.status_code, answer["Location"]) == (302, "/g/tea/")
    assert "Be kind" in client.get("/g/tea/?tab=about").content.decode()


WRONG = (
    {"name": ""},
    {"name": "a\x00b"},
    {"mood": "bliss"},
    {"visibility": "secret"},
    {"icon": "x"},
    {"rules-TOTAL_FORMS": "99"},
)


def test_a_wrong_form_comes_back_with_what_was_written(client):
    client.force_login(member())

    for wrong in WRONG:
        answer = client.post("/groups/new/", draft(tagline="Sit anywhere.", **wrong))

        assert answer.status_code == 422, wrong
        assert "Sit anywhere." in answer.content.decode(), wrong
        assert 'class="errorlist' in answer.content.decode(), wrong


def test_who_may_not_found_one_more_today_keeps_what_was_written(client):
    client.force_login(member())
    for number in range(MOST_FOUNDED_A_DAY):
        client.post("/groups/new/", draft(name=f"Tea {number}"))

    answer = client.post("/groups/new/", draft(tagline="Sit anywhere."))

    assert answer.status_code == 422
    assert "You can found 3 groups a day." in answer.content.decode()
    assert "Sit anywhere." in answer.content.decode()


def test_the_owner_changes_the_group_and_nobody_else_does(client):
    tea = group(rules=["Be kind"])
    path = reverse("community:group-settings", args=["tea"])

    client.force_login(join(tea))
    assert client.post(path, draft(name="Mine now")).status_code == 403
    client.force_login(tea.founder)
    assert client.post(path, draft(name="Tea House")).status_code == 302
    tea.refresh_from_db()
    assert tea.names == {"en": "Tea House"}


def test_a_request_is_asked_answered_and_seen(client):
    tea, ben = group(join_policy="request", join_question="Why tea?"), member("Ben")
    client.force_login(ben)
    assert "Why tea?" in client.get("/g/tea/").content.decode()
    assert client.post("/g/tea/join/", {"answer": ""}).status_code == 422
    for _ in range(3):
        client.post("/g/tea/join/", {"answer": "It is hot."})
        client.post("/g/tea/leave/")
    client.post("/g/tea/join/", {"answer": "It is warm."})

    assert Notification.objects.filter(recipient=tea.founder, kind="join_request").count() == 1
    client.force_login(tea.founder)
    assert "It is warm." in client.get("/g/tea/members/").content.decode()
    assert client.post("/g/tea/members/admit/", {"member": ben.handle, "decision": "deny"}).status_code == 422
    client.post("/g/tea/members/admit/", {"member": ben.handle, "decision": "approve"})

    assert Membership.objects.get(user=ben).is_active
    assert client.post("/g/tea/members/admit/", {"member": ben.handle, "decision": "approve"}).status_code == 409


def test_the_last_owner_is_sent_to_hand_over_with_a_name(client):
    tea = group()
    heir = join(tea)
    client.force_login(tea.founder)

    answer = client.post("/g/tea/leave/", follow=True)

    assert f"Hand the group over to {heir.display_name}" in answer.content.decode()
    client.post("/g/tea/members/role/", {"member": heir.handle, "role": "hand-over"})
    assert Membership.objects.get(user=heir).role == "owner"


TAILS = ("", "join/", "leave/", "members/", "members/admit/", "members/invite/", "settings/")


def answers(client, slug):
    paths = [f"/g/{slug}/{tail}" for tail in TAILS]
    return [(client.get(path).status_code, client.post(path, {"member": "ana"}).status_code) for path in paths]


def test_a_secret_group_answers_as_if_it_were_not_there(client):
    den = group("den", visibility="secret", join_policy="invite")
    left, outsider = join(den), member()
    Membership.objects.filter(user=left).update(state="left")
    client.force_login(outsider)
    made_up = answers(client, "none")

    assert {status for pair in made_up for status in pair} <= {404, 405}
    for person in (outsider, left):
        client.force_login(person)
        assert answers(client, "den") == made_up, person


def test_feeds_by_address_ask_for_the_right_too(client):
    den = group("den", visibility="listed", join_policy="request")
    hidden = post(den, den.founder, title="Between us")
    client.force_login(member())

    for path in ("/feed/new/?group=den&than=WzAsMF0", "/feed/pill/?group=den&than=WzAsMF0&hear=group:1:feed"):
        assert client.get(path).status_code == 404
    assert hidden.title not in client.get("/g/den/").content.decode()
    client.force_login(den.founder)
    assert hidden.title in client.get("/feed/new/?group=den&than=WzAsMF0").content.decode()


def test_load_more_is_a_whole_page_as_a_link_and_only_cards_for_htmx(client):
    tea = group()
    for _ in range(25):
        post(tea, tea.founder)
    first = client.get("/g/tea/").content.decode()
    path = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")

    assert "<html" in client.get(path).content.decode()
    cards = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in cards
    assert cards.count("<article") == 5


def test_what_stands_above_every_group_leads_to_all_of_them(client):
    assert client.get("/g/")["Location"] == "/groups/"
