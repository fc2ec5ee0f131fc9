"""Hostile text in every field that takes text: no answer breaks, and nothing of it runs where it is shown."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from accounts.models import User
from community.models import GroupRule, Membership
from community.services import posts, reports
from inbox.models import Notification
from lib import clock
from tests.community import cast
from tests.factories import member

pytestmark = pytest.mark.django_db

HOSTILE = {
    "nul": "before\x00after",
    "surrogate": "before\ud800after",
    "right-to-left": "\u202eevil\u202c\u2067x",
    "zero-width": "\u200b\u200d\ufeff",
    "combining": "e" + "\u0301" * 500,
    "controls": "\x01\x02\x1b[31m\x7f",
    "script": "<script>alert(1)</script><svg onload=alert(1)><img src=x onerror=alert(1)>",
    "attribute": "\"'><img src=x onerror=alert(1)> javascript:alert(1) `${1}` {{ 7*7 }} {% debug %}",
    "markdown": "[x](javascript:alert(1)) ![x](https://evil.example/x.png) <a href='data:text/html,x'>y</a>"
    " [a]: data:x\n\n<iframe src=x>",
    "formula": "=cmd|' /C calc'!A0",
    "line-separators": "a\u2028b\u2029c\r\n\rd\v\f",
    "megabyte": "x" * 950_000,
    "brackets": "[" * 5_000,
    "nested": "> " * 2_000 + "x",
    "emoji": "👨‍👩‍👧‍👦" * 200,
    "sql": "'; DROP TABLE community_post; -- %s %(x)s \\",
}
ODD = ("right-to-left", "combining", "controls", "line-separators", "formula", "sql")
HOSTILE["odd"] = " ".join(HOSTILE[label] for label in ODD)
HOSTILE["mixed"] = (
    "\"'><script>a</script><img src=x onerror=a>\u200b\ufeff\x01\x1b\x7f👩‍👧"  # short enough for most fields
)
# What becomes more than text: marks are read in it, lines are broken, people are named.
TELLING = ("nul", "script", "attribute", "markdown", "odd", "megabyte", "brackets", "nested")
# Enough for a field whose words stay as they are, and for an address: what is text for one is for all of them.
PLAIN = ("nul", "mixed", "megabyte")


class Danger(HTMLParser):
    """Collects what would run or fetch from elsewhere in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"iframe", "object", "embed", "base", "style", "math"} or (
            tag == "script" and not given.get("src", "").startswith("/")
        ):
            self.found.append(tag)
        for name, value in given.items():
            scheme = "".join(value.split()).lower()
            if name.startswith("on") or (
                name in {"href", "src", "action", "formaction"} and scheme.startswith(("javascript:", "data:"))
            ):
                self.found.append(f"{tag} {name}={value[:40]}")
            if name == "src" and "evil.example" in value:
                self.found.append(f"{tag} fetches {value}")


def dangers(html: str) -> list[str]:
    reader = Danger()
    reader.feed(html)
    return reader.found


class Place:
    """A group with a post, for forms to act on."""

    def __init__(self) -> None:
        self.group = cast.group("tea", member_count=2)
        GroupRule.objects.create(group=self.group, number=1, titles={"en": "Be kind"})
        self.me = cast.member(self.group, "myself", role="owner")
        self.other = cast.member(self.group, "other")
        self.post = cast.post(self.other, self.group, "Hello", now=clock.now())
        self.mine = cast.post(self.me, self.group, "Mine", now=clock.now())
        self.comment = cast.answer(self.me, self.post, "My answer")


POST = {
    "group": "tea",
    "body": "Hello",
    "emotions": ["calm"],
    "type": "note",
    "key": "fresh-key-1",
    "title": "",
    "brand": "",
}
GROUP = {
    "mood": "calm",
    "icon": "leaf",
    "visibility": "public",
    "join_policy": "open",
    "rules-TOTAL_FORMS": "1",
    "rules-INITIAL_FORMS": "0",
    "name": "Tea two",
}
FIELDS: dict[str, tuple[Any, dict[str, Any], str]] = {
    "post title": (lambda p: reverse("community:post-create"), POST, "title"),
    "post body": (lambda p: reverse("community:post-create"), POST, "body"),
    "post group": (lambda p: reverse("community:post-create"), POST, "group"),
    "post type": (lambda p: reverse("community:post-create"), POST, "type"),
    "post brand": (lambda p: reverse("community:post-create"), POST, "brand"),
    "post emotion": (lambda p: reverse("community:post-create"), POST, "emotions"),
    "post key": (lambda p: reverse("community:post-create"), POST, "key"),
    "post intent": (lambda p: reverse("community:post-create"), POST, "intent"),
    "post pictures": (lambda p: reverse("community:post-create"), POST, "images"),
    "suggestions": (lambda p: reverse("community:feeling-suggest"), {}, "body"),
    "post suggested": (lambda p: reverse("community:post-create"), POST, "suggested"),
    "preview": (lambda p: reverse("community:post-preview"), {}, "body"),
    "edit body": (lambda p: reverse("community:post-edit", args=[p.mine.public_id]), POST | {"edition": "1"}, "body"),
    "edit edition": (lambda p: reverse("community:post-edit", args=[p.mine.public_id]), POST, "edition"),
    "comment": (lambda p: reverse("community:comment-create", args=[p.post.public_id]), {"key": "fresh-key-2"}, "body"),
    "comment parent": (lambda p: reverse("community:comment-create", args=[p.post.public_id]), {"body": "x"}, "parent"),
    "comment edit": (lambda p: reverse("community:comment-edit", args=[p.comment.public_id]), {"version": "1"}, "body"),
    "comment version": (
        lambda p: reverse("community:comment-edit", args=[p.comment.public_id]),
        {"body": "x"},
        "version",
    ),
    "reaction": (lambda p: reverse("community:post-react", args=[p.post.public_id]), {}, "kind"),
    "report note": (lambda p: reverse("community:report-create", args=[p.post.public_id]), {"rule": "1"}, "note"),
    "report rule": (lambda p: reverse("community:report-create", args=[p.post.public_id]), {"note": "x"}, "rule"),
    "sanction reason": (
        lambda p: reverse("community:member-sanction", args=["tea", "other"]),
        {"action": "mute", "duration": "1d", "rule": "1"},
        "reason",
    ),
    "sanction action": (
        lambda p: reverse("community:member-sanction", args=["tea", "other"]),
        {"duration": "1d", "rule": "1"},
        "action",
    ),
    "group name": (lambda p: reverse("community:group-settings", args=["tea"]), GROUP, "name"),
    "group tagline": (lambda p: reverse("community:group-settings", args=["tea"]), GROUP, "tagline"),
    "group about": (lambda p: reverse("community:group-settings", args=["tea"]), GROUP, "about"),
    "group forms": (lambda p: reverse("community:group-settings", args=["tea"]), GROUP, "rules-TOTAL_FORMS"),
    "new group slug": (lambda p: reverse("community:group-create"), GROUP, "slug"),
    "invite": (lambda p: reverse("community:group-invite", args=["tea"]), {}, "handle"),
    "role": (lambda p: reverse("community:group-role", args=["tea"]), {"member": "other"}, "role"),
    "role member": (lambda p: reverse("community:group-role", args=["tea"]), {"role": "member"}, "member"),
    "remove reason": (lambda p: reverse("community:group-remove", args=["tea"]), {"member": "other"}, "reason"),
    "profile name": (lambda p: reverse("accounts:settings"), {"handle": "myself"}, "display_name"),
    "profile bio": (lambda p: reverse("accounts:settings"), {"handle": "myself", "display_name": "Me"}, "bio"),
    "profile handle": (lambda p: reverse("accounts:settings"), {"display_name": "Me"}, "handle"),
    "time zone": (lambda p: reverse("accounts:settings-preferences"), {"locale": "en"}, "time_zone"),
    "language": (lambda p: reverse("set_language"), {}, "language"),
    "theme": (lambda p: reverse("look:theme-set"), {}, "theme"),
    "way back": (lambda p: reverse("look:theme-set"), {"theme": "dark"}, "next"),
}
PROSE = {"post title", "post body", "preview", "edit body", "comment", "comment edit", "group about", "profile bio"}


@pytest.fixture
def place():
    return Place()


@override_settings(SESSION_CACHE_ALIAS="fragments")  # limits are forgotten between forms, who is signed in is not
def test_a_field_survives_every_hostile_text(client, place):
    """But a lone surrogate, which a form cannot carry: its bytes are read as U+FFFD, tested below."""
    client.force_login(place.me)
    for field, (path, data, name) in FIELDS.items():
        for label in TELLING if field in PROSE else PLAIN:
            cache.clear()
            with transaction.atomic():
                answer = client.post(path(place), data | {name: HOSTILE[label]})
                transaction.set_rollback(True)
            assert answer.status_code < 500, (field, label)
            assert dangers(answer.content.decode(errors="replace")) == [], (field, label)


def test_what_was_kept_is_shown_as_text_on_every_page(client, place):
    pages = ["/", "/?tab=latest", "/g/tea/", "/g/tea/queue/", "/explore/calm/", "/@other/", "/notifications/"]
    said = []
    for words in (HOSTILE[label] for label in ("script", "attribute", "markdown", "odd")):
        title, body = " ".join(words.split())[:120], f"{words} kept"
        post = cast.post(place.other, place.group, body, title=title, now=clock.now())
        cast.answer(place.other, post, body)
        case = reports.report(reporter=place.me, target=post, rule=1, note=words[:500], now=clock.now()).report
        written = cast.words(f"{body} again", title=title)
        posts.edit(post=post, editor=place.other, composition=written, edition=1, now=clock.now())
        Membership.objects.filter(user=place.other).update(answer=words[:500])
        said.append(f"/p/{post.public_id}/")
        pages += [f"{said[-1]}{part}" for part in ("", "card/", "comments/", "history/", "report/")]
        pages += [f"/cases/{case.case_id}/", f"/reports/{case.pk}/"]
    client.force_login(place.me)

    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert dangers(answer.content.decode()) == [], page
        assert page not in said or "kept" in answer.content.decode(), page


def test_the_reader_of_dangers_finds_them():
    """The negative control: the checks above see each of these."""
    for html in (
        "<script>x</script>",
        "<p onclick=x>",
        "<a href=' java\nscript:x'>",
        "<img src=//evil.example/x>",
        "<iframe>",
        "<base href=/>",
    ):
        assert dangers(html), html


ADDRESSES = (
    "/groups/?q=",
    "/?mood=",
    "/?tab=",
    "/?after=",
    "/groups/?after=",
    "/boards/?scope=",
    "/explore/?x=",
    "/write/?group=",
    "/g/tea/members/?q=",
    "/g/tea/?after=",
    "/g/tea/queue/?after=",
    "/g/tea/log/?after=",
    "/notifications/?after=",
    "/points/?after=",
    "/live/versions/?t=",
    "/live/fragment/?t=",
    "/accounts/login/?next=",
    "/topics/",
)


def test_an_address_survives_every_hostile_text(client, place):
    client.force_login(place.me)
    for path, label in product(ADDRESSES, (*PLAIN, "surrogate")):
        asked = quote(HOSTILE[label].encode("utf-8", "surrogatepass")[:4_000])
        answer = client.get(f"{path}{asked}")
        assert answer.status_code < 500, (path, label)
        assert dangers(answer.content.decode(errors="replace")) == [], (path, label)


@pytest.mark.parametrize(
    "raw",
    [b"body=%ED%A0%80&key=fresh-key-9", b"body=%FF%FE&key=fresh-key-9", b"body=\xff\xfe\x00", b"body", b"=" * 5000],
)
def test_broken_bytes_in_a_form_are_no_accident(client, place, raw):
    client.force_login(place.me)
    answer = client.post(
        reverse("community:comment-create", args=[place.post.public_id]),
        raw,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code < 500


DRAFTS = (
    b"",
    b"{",
    b"[]",
    b"null",
    b'{"intent": 1}',
    b'{"intent": "new", "payload": {"body": "\\ud800"}}',
    b'{"intent": "new", "payload": {"body": "\\u0000"}}',
    b'{"intent": "\\u0000", "payload": {}}',
    b"[" * 100_000,
    b'{"intent": "new", "payload": {"body": ' + b'"x"' * 3 + b"}}",
    b"\xff\xfe",
    b'{"intent": "new", "payload": {"body": "' + b"x" * 900_000 + b'"}}',
)


def test_broken_json_in_a_draft_is_no_accident(client, place):
    client.force_login(place.me)
    for raw in DRAFTS:
        answer = client.post(reverse("community:draft-save"), raw, content_type="application/json")
        assert answer.status_code < 500, raw[:40]
        if answer.status_code < 300:
            assert client.get(reverse("community:draft-list")).status_code == 200, raw[:40]
            assert client.get(reverse("community:post-create")).status_code == 200, raw[:40]


def test_too_many_fields_and_bytes_are_refused(client, place):
    client.force_login(place.me)
    path = reverse("community:comment-create", args=[place.post.public_id])
    assert client.post(path, {f"f{number}": "x" for number in range(2_000)}).status_code == 400
    assert client.post(path, {"body": "x" * 1_100_000}).status_code in (400, 413)


NAMES = ('"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "\u202eevil", "javascript:alert(1)")


def test_a_hostile_name_is_shown_as_text_everywhere(client, place):
    pages = ["/", "/g/tea/", "/g/tea/members/", "/notifications/", f"/p/{place.mine.public_id}/", "/boards/"]
    for name in NAMES:
        person = cast.member(place.group)
        User.objects.filter(pk=person.pk).update(display_name=name)
        person.refresh_from_db()
        cast.answer(person, place.mine, f"Hi @{place.me.handle}")
        said = cast.post(person, place.group, "Hello", now=clock.now())
        pages += [f"/p/{said.public_id}/", f"/@{person.handle}/", f"/g/tea/members/{person.handle}/sanction/"]
    client.force_login(place.me)

    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert dangers(answer.content.decode()) == [], page
    assert Notification.objects.filter(recipient=place.me).exists()


@pytest.mark.parametrize("field", ["display_name", "email", "time_zone"])
def test_signing_up_survives_every_hostile_text(client, field):
    for label, words in HOSTILE.items():
        if label == "surrogate":
            continue
        data = {
            "display_name": "Eve",
            "email": "eve@example.org",
            "password1": "a warm enough place",
            "time_zone": "UTC",
        }
        answer = client.post(reverse("account_signup"), data | {field: words})
        assert answer.status_code < 500, label
        client.logout()


def test_signing_in_survives_every_hostile_text(client):
    member()
    for label, words in HOSTILE.items():
        if label == "surrogate":
            continue
        assert client.post(reverse("account_login"), {"login": words, "password": words}).status_code < 500, label
        assert client.post(reverse("account_reset_password"), {"email": words}).status_code < 500, label
