"""A disk that is full at any statement: the request is refused whole, or done and counted later, and never twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from community.models import Comment, Post
from gamify.services import process
from lib import clock
from tests.community import cast
from tests.gamify.conftest import economy  # noqa: F401
from tests.gamify.test_properties import assert_sound

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def full_at(statement: int) -> Iterator[list[str]]:
    """Let statement number `statement` of the block find the disk full; give what it would have been."""
    count, met = 0, []

    def wrapper(execute: Any, asked: str, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        if count == statement:
            met.append(asked)
            raise OperationalError from psycopg.errors.DiskFull("could not extend file")
        return execute(asked, *arguments)

    with connection.execute_wrapper(wrapper):
        yield met


def sent(client: Client, path: str, key: int, **body: Any) -> int:
    headers = {"Idempotency-Key": f"a-key-of-{key:04}"}
    answer = client.post(path, json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code


def every_statement(send: Any) -> int:
    """Send once for each statement that may fail, and once more with the same key; return how often it was asked."""
    for number in range(1, 300):
        with full_at(number) as met:
            status = send(number)
        assert status in (201, 503), f"{status} where this failed: {met}"
        assert send(number) in (200, 201)
        if not met:
            return number
    raise AssertionError("it never comes to an end")


def test_a_post_and_an_answer_are_there_once_whichever_statement_failed(economy, monkeypatch):  # noqa: F811
    monkeypatch.setattr("lib.limits._count", lambda *_: 0)
    tea = cast.group("tea")
    client, words = Client(raise_request_exception=False), {"emotions": ["calm"], "body": "The kettle sings."}
    client.force_login(cast.member(tea, "mei"))

    posts = every_statement(lambda number: sent(client, "/api/v1/posts", number, group="tea", **words))
    place = f"/api/v1/posts/{Post.objects.first().public_id}/comments"
    answers = every_statement(lambda number: sent(client, place, 1000 + number, body="So does mine."))

    assert (Post.objects.count(), Comment.objects.count()) == (posts, answers)
    assert min(posts, answers) > 20
    process.batch(ids=process.waiting(), now=clock.now())
    assert process.waiting() == ()
    assert_sound()
