"""A page that is given again is the page that would be drawn now."""

from __future__ import annotations

import re

import pytest
from django.core.cache import caches

from accounts.services import hiding
from community.models import Membership
from community.services import comments, memberships, posts, reactions, removals, roles
from community.services.composition import Composition
from inbox.services import notifications
from tests.community.scenes import group, join
from tests.factories import member

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/g/tea/"
TOKEN = re.compile(r'name="csrf-token" content="(\w{64})"')


@pytest.fixture
def tea(clock):
    return group()


@pytest.fixture
def reader(tea):
    return join(tea)


@pytest.fixture
def written(tea, clock):
    return publish(tea, clock, "First cup")


def publish(tea, clock, title):
    made = Composition(body="Water first.", emotions=("calm",), title=title)
    return posts.publish(author=tea.founder, group=tea, composition=made, key=f"key-{title}", now=clock.now).post


def read(client):
    """Read the page as it stands, without what differs each time: the token."""
    html = client.get(URL).content.decode()
    return html.replace(TOKEN.search(html)[1], "")


def fresh(client):
    for name in ("fragments", "pages"):
        caches[name].clear()
    return read(client)


CHANGES = {
    "a reaction": lambda scene: reactions.toggle(user=scene.reader, target=scene.post, kind="felt", now=scene.now),
    "a stranger's reaction": lambda scene: reactions.toggle(
        user=member(), target=scene.post, kind="hug", now=scene.now
    ),
    "a comment": lambda scene: comments.write(
        author=scene.reader, post=scene.post, body="Yes.", key="key-comment", now=scene.now
    ),
    "a new post": lambda scene: publish(scene.tea, scene.clock, "Second cup"),
    "a deleted post": lambda scene: removals.delete(author=scene.tea.founder, target=scene.post, now=scene.now),
    "a new moderator": lambda scene: roles.set_role(
        actor=scene.tea.founder, group=scene.tea, member=join(scene.tea), role="moderator", now=scene.now
    ),
    "a new member": lambda scene: memberships.join(actor=member(), group=scene.tea, now=scene.now),
    "a mute": lambda scene: Membership.objects.filter(user=scene.reader).update(muted_until=scene.now.replace(day=9)),
    "leaving": lambda scene: memberships.leave(actor=scene.reader, group=scene.tea, now=scene.now),
    "a notification": lambda scene: notifications.send(
        recipient=scene.reader, kind="group_invited", key="k", url="/", now=scene.now, data={"group": {"en": "Tea"}}
    ),
    "hiding somebody": lambda scene: hiding.hide(user=scene.reader, person=scene.tea.founder, now=scene.now),
    "a new name": lambda scene: type(scene.reader).objects.filter(pk=scene.reader.pk).update(display_name="Benedikt"),
}


class Scene:
    def __init__(self, tea, reader, post, clock):
        self.tea, self.reader, self.post, self.clock, self.now = tea, reader, post, clock, clock.now


def test_after_each_change_the_page_equals_a_fresh_one(client, tea, reader, written, clock):
    client.force_login(reader)
    shown = read(client)
    for change, act in CHANGES.items():
        assert read(client) == shown, change

        act(Scene(tea, reader, written, clock))

        after = read(client)
        assert after != shown, f"{change} does not show at all"
        shown = fresh(client)
        assert after == shown, change


def test_a_page_that_stands_is_given_for_three_queries(client, tea, reader, written, django_assert_num_queries):
    client.force_login(reader)
    read(client)

    with django_assert_num_queries(3):  # the reader, their place in the group, the versions
        read(client)


def test_each_reader_gets_their_own_page_and_each_answer_a_token_of_its_own(client, tea, reader, written):
    client.force_login(reader)
    read(client)
    tokens = {TOKEN.search(client.get(URL).content.decode())[1] for _ in range(2)}
    assert len(tokens) == 2

    client.force_login(tea.founder)
    assert "/edit/" in read(client)
    client.force_login(reader)
    assert "/edit/" not in read(client)


def test_the_token_of_a_page_given_again_is_accepted(tea, reader, written):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    client.get(URL)
    token = TOKEN.search(client.get(URL).content.decode())[1]

    answer = client.post("/g/tea/leave/", {"csrfmiddlewaretoken": token})

    assert answer.status_code == 302


def test_a_message_is_shown_once_and_not_kept(client, tea, reader, written):
    client.force_login(reader)
    read(client)

    client.post("/g/tea/leave/")
    said = client.get(URL).content.decode()

    assert "You have left" in said
    assert "You have left" not in client.get(URL).content.decode()


def test_a_piece_kept_for_players_is_not_shown_to_who_hides_the_game(client, tea, reader, written):
    shy = join(tea, member("Shy", game_hidden=True))
    client.force_login(reader)
    read(client)

    client.force_login(shy)

    assert read(client) == fresh(client)


def test_each_group_leads_to_writing_in_it(client, tea, reader):
    attic = group("attic")
    join(attic, reader)
    client.force_login(reader)

    for place in (tea, attic, tea):
        page = client.get(f"/g/{place.slug}/").content.decode()
        assert set(re.findall(r"/write/\?group=([\w-]+)", page)) == {place.slug}


def test_what_somebody_puts_into_an_address_is_nobody_else_s(client, tea, reader, written):
    for page in ("/", URL):
        fresh(client)
        caches["fragments"].clear()

        client.get(f"{page}?tab=zimt")

        assert "zimt" not in client.get(page).content.decode(), page
