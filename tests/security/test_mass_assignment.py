"""Every column of every model is added to every form: nothing changes but what the form is for."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from accounts.models import Brand, BrandStaff, User
from community.models import Comment, Draft, Group, GroupRule, Membership, Post, PostImage, Reaction, Report
from gamify.models import Account, Player
from inbox.models import Notification, Preference
from lib import clock
from tests.community import cast

pytestmark = pytest.mark.django_db

WATCHED = (
    User,
    Brand,
    BrandStaff,
    Group,
    GroupRule,
    Membership,
    Post,
    PostImage,
    Comment,
    Reaction,
    Report,
    Account,
    Player,
    Notification,
)
# Columns that move by themselves when anything happens nearby.
COUNTS = {
    "post_count",
    "comment_count",
    "reaction_count",
    "reactions",
    "hot",
    "version",
    "member_count",
    "last_login",
    "report_count",
}


def poison() -> dict[str, Any]:
    """Return a value for each column name of each of our models, as an attacker would send them."""
    ours = [
        model for model in apps.get_models() if model._meta.app_label in {"accounts", "community", "gamify", "inbox"}
    ]
    names = {field.attname for model in ours for field in model._meta.concrete_fields}
    names |= {field.name for model in ours for field in model._meta.concrete_fields}
    numbers = {
        "id",
        "pk",
        "points",
        "level",
        "growth",
        "spark",
        "available",
        "version",
        "post_count",
        "member_count",
        "hot",
        "round",
    }
    taken = dict.fromkeys(sorted(names), "1")
    taken |= {
        "is_staff": "on",
        "is_superuser": "on",
        "role": "owner",
        "state": "published",
        "created_at": "2001-01-01",
        "is_verified": "on",
    }
    return taken | dict.fromkeys(numbers & names, "999999")


def rows() -> dict[tuple[type[Model], Any], dict[str, Any]]:
    return {
        (model, row["id"]): row for model in WATCHED if model._meta.pk.name == "id" for row in model.objects.values()
    }


def changed(before: dict[Any, Any], after: dict[Any, Any]) -> dict[str, set[str]]:
    """Return the columns that differ, by model, counts left out; "new" for a row that was not there."""
    found: dict[str, set[str]] = {}
    for (model, pk), row in after.items():
        old = before.get((model, pk))
        names = {"new"} if old is None else {name for name in row if row[name] != old[name]} - COUNTS
        if names:
            found.setdefault(model.__name__, set()).update(names)
    return found


@pytest.fixture
def scene():
    class Scene:
        pass

    made: Any = Scene()
    made.group = cast.group("tea")
    GroupRule.objects.create(group=made.group, number=1, titles={"en": "Be kind"})
    made.me = cast.member(made.group, "myself")
    made.other = cast.member(made.group, "other")
    made.mine = cast.post(made.me, made.group, "Mine", now=clock.now())
    made.theirs = cast.post(made.other, made.group, "Theirs", now=clock.now())
    made.my_comment = cast.answer(made.me, made.theirs, "My answer")
    made.brand = cast.brand(made.other)
    return made


FORMS: dict[str, tuple[Any, dict[str, Any], dict[str, set[str]]]] = {
    "profile": (
        lambda s: reverse("accounts:settings"),
        {"display_name": "New Name", "handle": "newname", "bio": "Hello"},
        {"User": {"display_name", "username", "bio"}},
    ),
    "preferences": (
        lambda s: reverse("accounts:settings-preferences"),
        {"locale": "zh-hans", "time_zone": "Asia/Shanghai"},
        {"User": {"locale", "time_zone", "time_zone_before", "time_zone_since", "shortcuts_on", "feelings_on"}},
    ),
    "game": (lambda s: reverse("gamify:settings"), {}, {"User": {"game_hidden", "boards_hidden"}}),
    "write": (
        lambda s: reverse("community:post-create"),
        {
            "group": "tea",
            "body": "Hello",
            "emotions": ["calm"],
            "type": "note",
            "key": "a-fresh-key",
            "title": "",
            "brand": "",
        },
        {"Post": {"new"}, "Account": {"new"}, "Player": {"new"}},
    ),
    "edit": (
        lambda s: reverse("community:post-edit", args=[s.mine.public_id]),
        {
            "group": "tea",
            "body": "Better",
            "emotions": ["joy"],
            "type": "note",
            "edition": "1",
            "title": "T",
            "brand": "",
        },
        {"Post": {"body", "html", "title", "edited_at", "language"}},
    ),
    "comment": (
        lambda s: reverse("community:comment-create", args=[s.theirs.public_id]),
        {"body": "Hello", "key": "a-fresh-key", "parent": ""},
        {"Comment": {"new"}, "Notification": {"new"}},
    ),
    "comment-edit": (
        lambda s: reverse("community:comment-edit", args=[s.my_comment.public_id]),
        {"body": "Better", "version": "1"},
        {"Comment": {"body", "html", "edited_at"}},
    ),
    "react": (
        lambda s: reverse("community:post-react", args=[s.theirs.public_id]),
        {"kind": "hug"},
        {"Reaction": {"new"}, "Notification": {"new"}},
    ),
    "report": (
        lambda s: reverse("community:report-create", args=[s.theirs.public_id]),
        {"rule": "1", "note": "Hm"},
        {"Report": {"new"}},
    ),
    "preference-list": (lambda s: reverse("inbox:preference-list"), {}, {}),
    "group-settings": (lambda s: reverse("community:group-settings", args=["tea"]), {}, {}),
    "group-role": (lambda s: reverse("community:group-role", args=["tea"]), {"member": "myself", "role": "owner"}, {}),
    "sanction": (
        lambda s: reverse("community:member-sanction", args=["tea", "other"]),
        {"action": "ban", "duration": "1d", "rule": "1"},
        {},
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_changes_what_it_is_for_and_nothing_else(client, scene, name):
    path, data, allowed = FORMS[name]
    client.force_login(scene.me)
    before = rows()

    answer = client.post(path(scene), poison() | data)

    assert answer.status_code < 500
    found = changed(before, rows())
    unexpected = {model: names - allowed.get(model, set()) for model, names in found.items()}
    assert not any(unexpected.values()), unexpected
    if allowed:
        assert found, "the form itself did nothing: the test would prove nothing"


@pytest.mark.parametrize("name", ["write", "edit", "comment"])
def test_what_is_written_is_in_ones_own_name_and_time(client, scene, name):
    path, data, _allowed = FORMS[name]
    client.force_login(scene.me)
    start = clock.now()

    client.post(path(scene), poison() | data)

    latest = (Comment if name == "comment" else Post).objects.filter(author=scene.me).order_by("-pk").first()
    assert latest.author == scene.me
    assert latest.state == "published"
    if name != "edit":
        assert latest.created_at >= start
    if name != "comment":
        assert (latest.brand, latest.pinned_at, latest.group, latest.hot < 99999999) == (None, None, scene.group, True)


def test_nobody_writes_in_the_name_of_a_brand_they_do_not_work_for(client, scene):
    client.force_login(scene.me)
    _path, data, _allowed = FORMS["write"]
    answer = client.post(reverse("community:post-create"), data | {"brand": scene.brand.slug})
    assert answer.status_code in (403, 422)
    assert not Post.objects.filter(brand__isnull=False).exists()


def test_signing_up_gives_an_ordinary_account(client):
    data = {"display_name": "Eve", "email": "eve@example.org", "password1": "a warm enough place", "time_zone": "UTC"}
    client.post(reverse("account_signup"), poison() | data)
    eve = User.objects.get(email="eve@example.org")
    assert (eve.is_staff, eve.is_superuser, eve.display_name) == (False, False, "Eve")
    assert not eve.emailaddress_set.filter(verified=True).exists()
    assert eve.pk != 999999


def test_somebody_elses_picture_is_not_taken_into_ones_post(client, scene, settings, tmp_path):
    from community.services import images

    settings.MEDIA_ROOT = tmp_path
    theirs = images.upload(owner=scene.other, file=cast.picture(), alt="", now=clock.now())
    client.force_login(scene.me)
    _path, data, _allowed = FORMS["write"]
    client.post(
        reverse("community:post-create"),
        data | {"pictures": [theirs.public_id], "images": [theirs.public_id], "picture": theirs.public_id},
    )
    theirs.refresh_from_db()
    assert theirs.post is None
    assert theirs.owner == scene.other
    assert Draft.objects.count() == 0
    assert Preference.objects.count() == 0


API = {
    "me": (
        "put",
        lambda s: reverse("api-me"),
        {"display_name": "New Name", "handle": "newname", "bio": "Hi"},
        {"User": {"display_name", "username", "bio"}},
    ),
    "comment": (
        "post",
        lambda s: reverse("api-comments", args=[s.theirs.public_id]),
        {"body": "Hello"},
        {"Comment": {"new"}, "Notification": {"new"}},
    ),
    "post": (
        "post",
        lambda s: reverse("api-posts"),
        {"group": "tea", "body": "Hello", "emotions": ["calm"]},
        {"Post": {"new"}, "Account": {"new"}, "Player": {"new"}},
    ),
    "report": (
        "post",
        lambda s: reverse("api-post-reports", args=[s.theirs.public_id]),
        {"rule": 1, "note": "Hm"},
        {"Report": {"new"}},
    ),
}


@pytest.mark.parametrize("name", API)
def test_the_api_takes_nothing_that_it_does_not_document(client, scene, name):
    method, path, data, allowed = API[name]
    client.force_login(scene.me)
    before = rows()
    unknown = {
        key: value for key, value in poison().items() if key not in ("username", "handle", "bio", "group", "type")
    }

    answer = getattr(client, method)(path(scene), unknown | data, content_type="application/json")

    found = changed(before, rows())
    assert answer.status_code < 500
    assert not any(names - allowed.get(model, set()) for model, names in found.items()), found
    if answer.status_code >= 400:
        assert not found
        answer = getattr(client, method)(path(scene), data, content_type="application/json")
        assert answer.status_code < 300, "the plain request must pass, or the test proves nothing"
