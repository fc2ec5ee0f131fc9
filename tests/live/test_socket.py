"""The socket against the real server: who may open it, what it grants, and how it ends."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from websockets.exceptions import ConnectionClosed, InvalidStatus

from accounts.models import User
from community.models import Membership
from community.services import groups, memberships, sanctions
from community.services.groups import Draft
from lib import clock
from live import heartbeat, limits, policies
from live.services import topics
from live.socket import application
from tests.community import scenes
from tests.live.conftest import WAIT_SECONDS, Connect, make_member, rename
from tests.site import Site

in_thread = database_sync_to_async
pytestmark = pytest.mark.usefixtures("site")


async def test_a_change_arrives_at_a_listener(connect: Connect) -> None:
    ada = await in_thread(make_member)()
    name = f"test:name:{ada.pk}"

    async with connect() as socket:
        assert await socket.listen(name) == {name: 0}
        await in_thread(rename)(ada.pk, "Augusta")

        assert await socket.next() == {"t": name, "v": 1}


async def test_shared_content_arrives_rendered_in_the_language_of_the_page(connect: Connect) -> None:
    ada = await in_thread(make_member)()
    name = f"test:shared:{ada.pk}"

    async with connect() as english, connect(query="?l=zh-hans") as chinese:
        await english.listen(name)
        await chinese.listen(name)
        await in_thread(rename)(ada.pk, "Augusta")

        assert await english.next() == {"t": name, "v": 1, "html": "<b lang=en>Augusta</b>"}
        assert await chinese.next() == {"t": name, "v": 1, "html": "<b lang=zh-hans>Augusta</b>"}


async def test_a_topic_that_changes_often_tells_its_newest_version_and_rests_between(connect: Connect) -> None:
    ada = await in_thread(make_member)()
    name = f"test:name:{ada.pk}"

    async with connect() as socket:
        await socket.listen(name)
        for number in range(30):
            await in_thread(rename)(ada.pk, f"Ada {number}")
        seen = [(await socket.next())["v"]]
        while seen[-1] < 30:
            seen.append((await socket.next())["v"])

    assert seen == sorted(seen)
    assert len(seen) < 30


@pytest.mark.parametrize("topic", ["test:closed:1", "test:unknown", "test:broken", "epoch", "\x00", "\ud800"])
async def test_what_one_may_not_hear_is_refused_as_if_it_were_unknown(connect: Connect, topic: str) -> None:
    async with connect() as socket:
        await socket.send(sub=[topic])
        assert await socket.listen("test:name:1") == {"test:name:1": 0}


async def test_a_member_of_the_circle_hears_it_and_leaves_at_once_when_the_right_ends(
    connect: Connect, members_only: set[int]
) -> None:
    ada, ben = await in_thread(make_member)("ada"), await in_thread(make_member)("ben")
    members_only |= {ada.pk, ben.pk}

    async with connect(ada) as adas, connect(ben) as bens:
        for socket in (adas, bens):
            assert await socket.listen("test:closed:1") == {"test:closed:1": 0}
        members_only.discard(ada.pk)
        await in_thread(topics.doubt)(ada)
        assert await adas.next() == {"end": ["test:closed:1"]}
        await in_thread(topics.touch)("test:closed:1")

        assert await bens.next() == {"t": "test:closed:1", "v": 1}
        with pytest.raises(TimeoutError):
            await adas.next(0.3)


@pytest.mark.parametrize("way", ["leaves", "banned", "hidden"])
async def test_whoever_is_not_in_a_group_any_more_hears_nothing_of_it(connect: Connect, site: Site, way: str) -> None:
    tea, mei, tom, names = await in_thread(_circle)("public" if way == "hidden" else "listed")

    async with connect(mei) as meis, connect(tom) as toms:
        for socket in (meis, toms):
            assert set(await socket.listen(*names, "feed:public")) == {*names, "feed:public"}
        await in_thread(_shut_out)(tea, mei, way)
        ended = await meis.next()
        while "end" not in ended:
            ended = await meis.next()
        assert ended == {"end": sorted(names)}
        await in_thread(topics.touch)(*names)
        while (heard := await toms.next()).get("t") != max(names):
            assert "end" not in heard

        with suppress(TimeoutError):
            while heard := await meis.next(0.3):
                assert heard["t"] == "feed:public"
        assert await in_thread(_polled)(mei, names) == {}
        assert set(await in_thread(_polled)(tom, names)) == set(names)


async def test_a_right_that_ends_while_it_is_looked_up_is_not_granted(
    connect: Connect, members_only: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await in_thread(make_member)()
    members_only.add(ada.pk)
    looked_up, go_on = threading.Event(), threading.Event()

    def slow(user: Any, names: Any) -> set[str]:
        found = allowed(user, names)
        looked_up.set()
        go_on.wait(WAIT_SECONDS)
        return found

    allowed = policies.allowed
    async with connect(ada) as socket:
        await socket.listen("test:name:1")
        monkeypatch.setattr(policies, "allowed", slow)
        await socket.send(sub=["test:closed:1"])
        await in_thread(looked_up.wait)(WAIT_SECONDS)
        monkeypatch.setattr(policies, "allowed", allowed)
        members_only.clear()
        await in_thread(topics.doubt)(ada)
        await asyncio.sleep(0.2)
        go_on.set()
        assert await socket.listen("test:name:1") == {"test:name:1": 0}
        await in_thread(topics.touch)("test:closed:1")

        with pytest.raises(TimeoutError):
            await socket.next(0.3)


def _circle(visibility: str) -> tuple[Any, User, User, set[str]]:
    """Return a group with two members and what is heard of it by them alone."""
    tea = scenes.group(visibility=visibility)
    mei, tom = scenes.join(tea), scenes.join(tea)
    post = scenes.post(tea, tom)
    of_post = {f"post:{post.pk}", f"post:{post.pk}:comments"}
    return tea, mei, tom, {f"group:{tea.pk}:feed", f"group:{tea.pk}:proposals"} | of_post


def _shut_out(tea: Any, mei: User, way: str) -> None:
    if way == "leaves":
        memberships.leave(actor=mei, group=tea, now=clock.now())
    elif way == "banned":
        tea.rules.create(titles={"en": "Be kind"}, number=1)
        said = {"action": "ban", "duration": "1d", "rule": 1, "reason": "Spam"}
        sanctions.impose(moderator=tea.founder, group=tea, member=mei, now=clock.now(), **said)
    else:
        Membership.objects.filter(user=mei).update(state="left")
        groups.edit(actor=tea.founder, group=tea, draft=Draft(names=tea.names, visibility="listed"), now=clock.now())


def _polled(user: User, names: set[str]) -> dict[str, int]:
    client = Client()
    client.force_login(user)
    now: dict[str, int] = client.get("/live/versions/", {"t": sorted(names)}).json()["now"]
    return now


async def test_a_right_lost_without_a_word_ends_at_the_next_heartbeat(
    connect: Connect, members_only: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "HEARTBEAT_SECONDS", 0.2)
    ada = await in_thread(make_member)()
    members_only.add(ada.pk)

    async with connect(ada) as socket:
        await socket.listen("test:closed:1")
        members_only.clear()
        frame = await socket.next()
        while frame.get("now"):
            frame = await socket.next()

        assert frame == {"end": ["test:closed:1"]}


async def test_a_heartbeat_states_versions_that_no_hint_told(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "HEARTBEAT_SECONDS", 0.2)
    monkeypatch.setattr("live.wire.hint", lambda versions: None)
    ada = await in_thread(make_member)()
    name = f"test:name:{ada.pk}"

    async with connect() as socket:
        await socket.listen(name)
        await in_thread(rename)(ada.pk, "Augusta")
        frames = [await socket.next() for _ in range(4)]

    assert {"t": name, "v": 1} in frames
    assert frames[-1]["now"] == {name: 1}


async def test_a_heartbeat_without_news_is_one_frame(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "HEARTBEAT_SECONDS", 0.2)
    ada = await in_thread(make_member)()
    await in_thread(rename)(ada.pk, "Augusta")
    names = (f"test:name:{ada.pk}", f"test:shared:{ada.pk}")

    async with connect() as socket:
        await socket.listen(*names)
        frames = [await socket.next() for _ in range(3)]

    assert [frame.get("now") for frame in frames] == [dict.fromkeys(names, 1)] * 3


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1.evil.example",
        "file://",
        "http://[",
        "",
    ],
)
async def test_a_foreign_page_is_refused(connect: Connect, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        async with connect(headers={"Origin": origin}):
            pass

    assert refusal.value.response.status_code == 403


async def test_a_trusted_origin_is_admitted(connect: Connect, settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://tea.example"]

    async with connect(headers={"Origin": "https://tea.example"}) as socket:
        assert await socket.listen("test:name:1") == {"test:name:1": 0}


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"\x00\x01", 1003),
        ("not json", 1003),
        ("[]", 1003),
        ('{"sub": "test:name:1"}', 1003),
        ('{"sub": [1]}', 1003),
        ('{"say": ["hello"]}', 1003),
        ("[" * 8_000, 1003),
        (json.dumps({"sub": ["x" * 81]}), 1003),
        (json.dumps({"sub": [f"test:name:{number}" for number in range(51)]}), 1003),
        ('{"sub": ["' + "x" * 9_000 + '"]}', 1009),
        ("x" * 17_000_000, 1009),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_garbage_closes_its_own_socket_only(connect: Connect, frame: str | bytes, code: int) -> None:
    async with connect() as other, connect() as socket:
        with suppress(ConnectionClosed):
            await socket.websocket.send(frame)

        assert await socket.end() == code
        assert await other.listen("test:name:1") == {"test:name:1": 0}


async def test_a_flood_of_frames_closes_the_socket(connect: Connect) -> None:
    async with connect() as socket:
        with suppress(ConnectionClosed):
            for _ in range(100):
                await socket.send(unsub=[])

        assert await socket.end() == 1008


async def test_a_socket_hears_no_more_than_fifty_topics(connect: Connect) -> None:
    async with connect() as socket:
        assert len(await socket.listen(*(f"test:name:{number}" for number in range(50)))) == 50
        await socket.send(sub=["test:name:99"])
        await socket.send(unsub=["test:name:0"])
        assert await socket.listen("test:name:0") == {"test:name:0": 0}


async def test_one_member_holds_twenty_sockets_and_frees_them(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SOCKETS_PER_MEMBER", 2)
    ada = await in_thread(make_member)()

    async with connect(ada), connect(ada):
        with pytest.raises(InvalidStatus):
            async with connect(ada):
                pass
        async with connect():
            pass
    await asyncio.sleep(0.1)
    async with connect(ada):
        pass


async def test_one_address_holds_a_limited_number_of_sockets(connect: Connect, settings: Any) -> None:
    settings.HEARTH_LIVE_SOCKETS_PER_ADDRESS = 1

    async with connect():
        with pytest.raises(InvalidStatus):
            async with connect():
                pass


@pytest.mark.parametrize("fate", ["signed out", "deactivated", "new password"])
async def test_who_may_no_longer_be_here_is_shown_out(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, fate: str
) -> None:
    monkeypatch.setattr(heartbeat, "SESSION_SECONDS", 0.1)
    ada, ben = await in_thread(make_member)("ada"), await in_thread(make_member)("ben")

    async with connect(ben) as bens, connect(ada) as adas:
        await adas.listen("test:name:1")
        await in_thread(_meet)(ada, fate)

        assert await adas.end() == 4401
        assert await bens.listen("test:name:1") == {"test:name:1": 0}


def _meet(user: Any, fate: str) -> None:
    if fate == "signed out":
        Session.objects.filter(
            pk__in=[
                session.pk
                for session in Session.objects.all()
                if session.get_decoded()["_auth_user_id"] == str(user.pk)
            ]
        ).delete()
    elif fate == "deactivated":
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    else:
        user.set_password("another fine password")
        user.save(update_fields=["password"])


@pytest.mark.parametrize(
    ("extensions", "answer"),
    [({"websocket.http.response": {}}, ("websocket.http.response.start", 503)), ({}, ("websocket.close", None))],
)
async def test_without_the_database_a_handshake_is_told_to_come_later(
    monkeypatch: pytest.MonkeyPatch, settings: Any, extensions: Any, answer: tuple[str, int | None]
) -> None:
    def gone(_key: str) -> None:
        raise OperationalError("gone") from psycopg.OperationalError("connection failed: refused")

    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    monkeypatch.setattr("live.people.identify", gone)
    cookie = f"{settings.SESSION_COOKIE_NAME}=abcdefgh".encode()
    headers = [(b"host", b"testserver"), (b"origin", b"http://testserver"), (b"cookie", cookie)]
    await application({"path": "/ws/live/", "headers": headers, "extensions": extensions}, receive, send)

    assert (sent[0]["type"], sent[0].get("status")) == answer


async def test_a_restarted_server_is_reached_again(connect: Connect, site: Site) -> None:
    async with connect() as socket:
        before = await socket.listen("test:name:1")
        await in_thread(site.stop)()
        assert await socket.end() == 1012
    await in_thread(site.start)()

    async with connect() as socket:
        assert await socket.listen("test:name:1") == before
