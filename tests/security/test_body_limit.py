from __future__ import annotations

import json
from typing import Any

import pytest
from django.forms import BaseFormSet
from django.test import Client

from config import urls
from config.body_limit import BodyLimit
from tests import factories

APPS = ("accounts.", "community.", "connect.", "gamify.", "inbox.", "rewards.")
PAGE = {"type": "http", "path": "/write/"}


async def _ask(chunks: list[bytes], headers: list[tuple[bytes, bytes]]) -> tuple[int, list[str]]:
    """Send `chunks` through a limit of ten bytes; return the status and the kinds of message the application saw."""
    seen: list[str] = []
    statuses: list[int] = []
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]

    async def receive() -> Any:
        return messages.pop(0) if messages else {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    async def application(scope: Any, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            seen.append(message["type"])
            if message["type"] == "http.disconnect" or not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})

    await BodyLimit(application, most=10)(PAGE | {"headers": headers}, receive, send)
    return statuses[0], seen


async def test_a_body_within_the_limit_passes() -> None:
    assert await _ask([b"12345", b"67890"], [(b"content-length", b"10")]) == (200, ["http.request"] * 3)


async def test_a_body_that_says_it_is_too_large_is_refused_unread() -> None:
    assert await _ask([b"x" * 11], [(b"content-length", b"11")]) == (413, [])


async def test_who_sends_too_much_is_told_so_in_their_language_and_a_program_by_a_problem() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    for path, language in (("/write/", b"zh-CN,zh;q=0.9"), ("/api/v1/images", b"zh-CN"), ("/api/v1/images", b"xx")):
        headers = [(b"content-length", b"11"), (b"accept-language", language)]
        await BodyLimit(None, most=10)({"type": "http", "path": path, "headers": headers}, None, send)

    kinds, bodies = (
        [dict(each["headers"])[b"content-type"] for each in sent[::2]],
        [each["body"] for each in sent[1::2]],
    )
    assert kinds == [b"text/plain; charset=utf-8", *[b"application/problem+json"] * 2]
    assert bodies[0].decode() == json.loads(bodies[1])["title"] != json.loads(bodies[2])["title"]
    assert json.loads(bodies[2]) == {
        "type": "about:blank",
        "status": 413,
        "code": "api.too_large",
        "title": "This body is too large.",
    }


async def test_a_body_that_does_not_say_how_large_it_is_is_cut_off() -> None:
    _, seen = await _ask([b"12345"] * 5, [])

    assert seen == ["http.request", "http.request", "http.disconnect"]


@pytest.mark.django_db
def test_fields_that_are_too_large_get_a_page_that_says_so(client: Client) -> None:
    client.force_login(factories.member())

    answer = client.post("/settings/", {"display_name": "x" * 3_000_000})

    assert answer.status_code == 400
    assert b"<h1>" in answer.content


def test_a_form_shows_no_more_rows_than_it_can_have_whatever_number_it_names() -> None:
    assert urls.urlpatterns  # which lead to every form
    ours = [each for each in BaseFormSet.__subclasses__() if getattr(each, "form", each).__module__.startswith(APPS)]

    assert len(ours) > 5
    assert [each.__name__ for each in ours if each.absolute_max > each.max_num + 50] == []
