"""A request with a key happens once, however often and however much at once it is sent."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client

from community.models import Group, Post
from community.services import posts
from connect.models import KeptAnswer
from connect.services import idempotency
from lib import clock as wall
from tests.api.callers import POST, ROOT, Caller
from tests.community import cast
from tests.races.test_post_races import at_once

pytestmark = pytest.mark.world


@pytest.mark.django_db
def test_the_first_success_is_given_again(as_mei):
    first, second = (as_mei.post("posts", POST, key="one-key") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Post.objects.count() == 1


@pytest.mark.django_db
def test_an_answer_without_a_body_is_given_again(as_mei, mei, place):
    post = cast.post(mei, place)

    answers = [as_mei.delete(f"posts/{post.public_id}", key="one-key") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert answers[1].content == b""
    assert "Content-Type" not in answers[1]


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"body": "Other words."}, {"path": "comments"}])
def test_a_key_stands_for_one_request(as_mei, mei, place, change):
    post = cast.post(mei, place)
    path = f"posts/{post.public_id}/comments" if "path" in change else "posts"
    as_mei.post("posts", POST, key="one-key")

    response = as_mei.post(path, POST | change, key="one-key")

    assert (response.status_code, response.json()["code"]) == (422, "connect.key_reused")
    assert Post.objects.count() == 2


@pytest.mark.django_db
def test_a_key_is_its_members_own(as_mei, place):
    other = Caller(cast.member(place))

    mine, theirs = as_mei.post("posts", POST, key="one-key"), other.post("posts", POST, key="one-key")

    assert mine.json()["post"]["id"] != theirs.json()["post"]["id"]


@pytest.mark.django_db
def test_a_refusal_is_not_kept(as_mei):
    refused = as_mei.post("posts", POST | {"emotions": []}, key="one-key")
    mended = as_mei.post("posts", POST, key="one-key")

    assert (refused.status_code, mended.status_code) == (422, 201)


@pytest.mark.django_db
def test_a_fault_lets_go_of_the_key(mei, place, monkeypatch):
    caller = Caller(mei, raise_request_exception=False)
    with monkeypatch.context() as patch:
        patch.setattr(posts, "publish", lambda **_: 1 // 0)
        assert caller.post("posts", POST, key="one-key").status_code == 500

    assert caller.post("posts", POST, key="one-key").status_code == 201


@pytest.mark.django_db
def test_a_twin_waits_while_the_first_is_at_work(as_mei, mei):
    as_mei.post("posts", POST, key="one-key")
    KeptAnswer.objects.update(status=None)

    response = as_mei.post("posts", POST, key="one-key")

    assert (response.status_code, response.json()["code"]) == (409, "connect.at_work")
    assert response["Retry-After"] == "1"


@pytest.mark.django_db
def test_what_a_dead_process_left_is_taken_over_and_still_happens_once(as_mei, clock):
    first = as_mei.post("posts", POST, key="one-key").json()
    KeptAnswer.objects.update(status=None, body="")  # it died between its commit and the keeping
    clock.tick(seconds=121)

    response = as_mei.post("posts", POST, key="one-key")

    assert (response.status_code, response.json()["post"]["id"]) == (200, first["post"]["id"])
    assert Post.objects.count() == 1


@pytest.mark.django_db
def test_keys_are_forgotten_after_a_day(as_mei, clock):
    as_mei.post("posts", POST, key="one-key")
    clock.tick(hours=25)

    as_mei.post("posts", POST | {"body": "Other words."}, key="other-key")

    assert [kept.key for kept in KeptAnswer.objects.all()] == ["other-key"]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "a" * 201, "tea\x7f"])
def test_an_odd_key_is_refused(as_mei, key):
    response = as_mei.post("posts", POST, key=key)

    assert (response.status_code, response.json()["code"]) == (422, "connect.bad_key")
    assert Post.objects.count() == 0


@pytest.mark.django_db
def test_an_upload_sent_again_is_the_same_picture(as_mei):
    first, second = (
        as_mei.client.post(
            f"{ROOT}images", {"file": cast.picture(), "alt": "tea"}, headers={"Idempotency-Key": "one-key"}
        )
        for _ in range(2)
    )
    other = as_mei.client.post(f"{ROOT}images", {"file": cast.picture((9, 9))}, headers={"Idempotency-Key": "one-key"})

    assert first.status_code == 201
    assert first.json()["id"] == second.json()["id"]
    assert other.status_code == 422


@pytest.mark.django_db
def test_a_visitors_key_keeps_nothing(visitor):
    assert visitor.post("posts", POST, key="one-key").status_code == 401
    assert not KeptAnswer.objects.exists()


def found_eight_times(**headers: str) -> Counter[int]:
    """Let one member found the same group from eight programs at once; return how often each status came."""
    founder = cast.person()
    clients = [Client() for _ in range(8)]
    for client in clients:
        client.force_login(founder)
    body = json.dumps({"names": {"en": "Tea table"}})
    work = lambda number: clients[number].post(f"{ROOT}groups", body, "application/json", **headers)  # noqa: E731
    responses, problems = at_once(work, 8)
    assert problems == []
    return Counter(response.status_code for response in responses)


@pytest.mark.django_db(transaction=True)
def test_eight_programs_at_once_found_one_group():
    statuses = found_eight_times(HTTP_IDEMPOTENCY_KEY="one-key")

    assert set(statuses) <= {201, 409}
    assert statuses[201] >= 1
    assert Group.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_key_they_found_several():
    for _ in range(4):  # a busy machine may serve them one after the other, and then the later ones conflict
        found_eight_times()
        if Group.objects.count() > 1:
            return
    pytest.fail("eight programs never came at once")


@pytest.mark.django_db(transaction=True)
def test_of_eight_that_take_over_one_does():
    member = cast.person("mei")
    now = wall.now()
    KeptAnswer.objects.create(user=member, key="k", fingerprint="f", claimed_at=now - timedelta(seconds=200))

    claims, problems = at_once(lambda _: idempotency.claim(user=member, key="k", fingerprint="f", now=now), 8)

    assert len(claims) == 1
    assert [type(problem) for problem in problems] == [idempotency.AtWork] * 7
