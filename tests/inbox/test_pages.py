"""The inbox: its page, its number beside the bell, and reading."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from inbox import registry
from inbox.models import Notification
from inbox.services import notifications, preferences
from tests.factories import member

URL = "/notifications/"


@pytest.fixture
def mei(db: None, client: Client, clock: Any) -> User:
    user = member("Mei", handle="mei")
    client.force_login(user)
    client.get(reverse("inbox:preference-list"))
    return user


def tell(user: User, key: str, *, now: datetime, actor: User | None = None, **data: Any) -> None:
    notifications.send(recipient=user, kind="comment", key=key, url="/groups/", now=now, actor=actor, data=data)


def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    for name in ("notification-list", "notification-count", "preference-list"):
        assert client.get(reverse(f"inbox:{name}")).status_code == 302


def test_a_line_names_who_and_what_and_is_escaped(client: Client, mei: User, clock: Any) -> None:
    tell(mei, "one", now=clock.now, actor=member("<b>Tom</b>"), title="Tea & toast")

    page = client.get(URL).content.decode()

    assert "&lt;b&gt;Tom&lt;/b&gt; commented on your post “Tea &amp; toast”" in page
    assert "<b>Tom</b>" not in page


def test_the_bell_counts_what_is_unread(client: Client, mei: User, clock: Any) -> None:
    for number in range(3):
        tell(mei, str(number), now=clock.now)

    count = client.get(reverse("inbox:notification-count")).content.decode()
    page = client.get("/explore/").content.decode()

    assert re.search(r'data-live="member:\w{12}:inbox" data-live-version="3"[^>]*>3<', count)
    assert page.count('data-live-get="/notifications/count/">3<') == 2  # the rail and the top bar


def test_opening_a_line_reads_it_and_goes_there(client: Client, mei: User, clock: Any) -> None:
    tell(mei, "one", now=clock.now)
    line = Notification.objects.get()

    answer = client.post(reverse("inbox:notification-open", args=[line.pk]))

    assert (answer.status_code, answer["Location"]) == (303, "/groups/")
    assert not Notification.objects.filter(read_at=None).exists()


def test_nobody_reads_anothers_lines(client: Client, mei: User, clock: Any) -> None:
    tell(mei, "one", now=clock.now)
    line = Notification.objects.get()
    client.force_login(member("Tom"))

    page = client.get(URL).content.decode()
    opened = client.post(reverse("inbox:notification-open", args=[line.pk])).status_code
    client.post(reverse("inbox:notification-read-all"))

    line.refresh_from_db()
    assert "Nothing yet" in page
    assert opened == 404
    assert line.read_at is None


def test_looking_reads_nothing(client: Client, mei: User, clock: Any) -> None:
    tell(mei, "one", now=clock.now)
    line = Notification.objects.get()

    codes = [
        client.get(URL).status_code,
        client.get(reverse("inbox:notification-open", args=[line.pk])).status_code,
        client.get(reverse("inbox:notification-read-all")).status_code,
    ]

    line.refresh_from_db()
    assert codes == [200, 405, 405]
    assert line.read_at is None


def test_reading_all_empties_the_unread_tab(client: Client, mei: User, clock: Any) -> None:
    for number in range(3):
        tell(mei, str(number), now=clock.now)
    unread = {"show": "unread"}
    before = client.get(URL, unread).content.decode()

    client.post(reverse("inbox:notification-read-all"))

    assert before.count('class="note-row unread"') == 3
    assert "All read" in client.get(URL, unread).content.decode()
    assert client.get(URL).content.decode().count('class="note-row"') == 3


def test_older_lines_are_paged_without_gaps_or_doubles(client: Client, mei: User, clock: Any) -> None:
    for number in range(45):
        tell(mei, str(number), now=clock.tick(minutes=number % 2), title=f"post {number};")

    seen: list[str] = []
    url = URL
    while url:
        page = client.get(url).content.decode()
        seen += re.findall(r"“post (\d+);”", page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        url = found[1].replace("&amp;", "&") if found else ""

    assert seen == [str(number) for number in reversed(range(45))]


def test_only_the_newest_page_is_renewed(client: Client, mei: User, clock: Any) -> None:
    for number in range(25):
        tell(mei, str(number), now=clock.tick(minutes=1))
    first = client.get(URL).content.decode()
    older = client.get(re.search(r'href="([^"]+)" rel="next"', first)[1]).content.decode()  # type: ignore[index]

    part = client.get(URL, headers={"HX-Request": "true"}).content.decode()

    live = re.compile(r'id="notifications"\s+data-live=')
    assert live.search(first)
    assert part.strip().startswith("<div")
    assert not live.search(older)


def test_the_page_takes_the_same_queries_for_one_line_and_for_twenty(
    client: Client, mei: User, clock: Any, django_assert_num_queries: Any
) -> None:
    for count in (1, 20):
        for number in range(count):
            tell(mei, f"{count}:{number}", now=clock.now, actor=member(f"Friend {number}"))
        with django_assert_num_queries(7):
            assert client.get(URL).status_code == 200


def test_a_kind_switched_off_is_not_told(client: Client, mei: User, clock: Any) -> None:
    preferences.choose(user=mei, wanted={"reply"})

    tell(mei, "one", now=clock.now)

    assert not Notification.objects.exists()


def test_each_switch_of_the_settings_says_what_it_is_for() -> None:
    labels = [str(kind.label) for kind in registry.every()]

    assert len(labels) == len(set(labels))
