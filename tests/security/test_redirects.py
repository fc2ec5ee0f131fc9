"""Nobody is sent to somebody else's site by a link to ours."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from community.models import Membership
from tests.community import cast
from tests.factories import PASSWORD, member

pytestmark = pytest.mark.django_db

EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://testserver.evil.example/",
    "https://testserver@evil.example/",
    " //evil.example",
    "\t//evil.example",
    "////evil.example",
    "http://testserver:80@evil.example/",
]


def is_ours(answer) -> bool:
    target = answer.get("Location", "/")
    parts = urlsplit(target)
    return (
        parts.scheme in ("", "http")
        and parts.netloc in ("", "testserver")
        and not target.startswith(("//", "/\\", "\\"))
    )


@pytest.mark.parametrize("target", EVIL)
def test_a_form_leads_back_to_us_only(client, target):
    place = cast.group()
    reader = cast.member(place)
    said = cast.post(cast.member(place), place)
    person = member()
    posts = [
        ("/theme/", {"theme": "dark", "next": target}),
        ("/language/", {"language": "en", "next": target}),
        (f"/accounts/login/?next={target}", {"login": person.email, "password": PASSWORD, "next": target}),
        (reverse("community:post-react", args=[said.public_id]), {"kind": "hug", "next": target}),
        ("/accounts/logout/", {"next": target}),
    ]
    for path, data in posts:
        if "login" not in path:
            client.force_login(reader)
        else:
            client.logout()
        answer = client.post(path, data)
        assert is_ours(answer), (path, answer["Location"])
        answer = client.post(path, {**data, "next": ""}, headers={"referer": target.strip()})
        assert is_ours(answer), (path, "referer", answer["Location"])


def test_a_good_way_back_still_works(client):
    assert client.post("/theme/", {"theme": "dark", "next": "/groups/"})["Location"] == "/groups/"


def test_a_notification_leads_where_we_wrote_it(client):
    from inbox.models import Notification
    from inbox.services import notifications
    from lib import clock

    place = cast.group()
    reader = cast.member(place)
    notifications.send(recipient=reader, kind="mention", key="k", url="/groups/", now=clock.now())
    client.force_login(reader)
    line = Notification.objects.get()
    answer = client.post(
        reverse("inbox:notification-open", args=[line.pk]), {"url": "https://evil.example/", "next": "//evil.example"}
    )
    assert answer["Location"] == "/groups/"
    assert Membership.objects.filter(user=reader).exists()
