"""Every refusal is a problem document, whatever was sent to wherever."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from rest_framework.throttling import UserRateThrottle

from accounts.api import people as endpoints
from community.services import posts
from lib.api import parsing
from tests.api.callers import POST, Caller
from tests.community import cast

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def check(response: Any, status: int, code: str = "") -> dict[str, Any]:
    problem: dict[str, Any] = json.loads(response.content)
    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM)
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert problem["title"]
    assert code in ("", problem["code"])
    return problem


@pytest.mark.parametrize(
    "path", ["/api/", "/api", "/api/v1/", "/api/v1/nothing", "/api/v2/me", "/api/v1/posts/a/b/c/d", "/api/v1/x%0A"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_address_is_a_problem(visitor, method, path):
    check(visitor.client.generic(method, path), 404, "api.no_endpoint")


def test_a_slash_too_many_leads_to_the_endpoint_with_the_same_method(as_mei):
    response = as_mei.send("PUT", "me/?x=1", {})

    assert (response.status_code, response["Location"]) == (308, "/api/v1/me?x=1")


def test_who_is_not_known_is_told_so_with_a_challenge(visitor):
    response = visitor.get("me")

    check(response, 401, "api.not_authenticated")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_write_without_the_csrf_token_is_refused(mei, place):
    response = Caller(mei, enforce_csrf_checks=True).post("posts", POST)

    check(response, 403)
    assert not place.posts.exists()


def test_a_method_an_endpoint_has_not_is_named(as_mei):
    response = as_mei.send("PATCH", "me", {})

    check(response, 405, "api.method_not_allowed")
    assert {method.strip() for method in response["Allow"].split(",")} >= {"GET", "PUT"}


def test_what_the_framework_refuses_it_refuses_in_our_words(visitor, as_mei):
    asked = {
        "请先登录，或带上密钥。": visitor.client.get("/api/v1/me", HTTP_ACCEPT_LANGUAGE="zh-CN"),
        "This address has no such method.": as_mei.send("PATCH", "me", {}),
        "This address answers in JSON only.": as_mei.client.get("/api/v1/me", HTTP_ACCEPT="text/html"),
        "This address takes no body of this kind.": as_mei.send("POST", "posts", raw=b"<a/>", content_type="text/xml"),
        "This request cannot be read.": as_mei.client.get("/api/v1/groups?q=%00"),
    }

    assert {response.json()["title"] for response in asked.values()} == asked.keys()


def test_moments_are_in_utc_whoever_reads(as_mei, mei, place):
    mei.time_zone = "Asia/Shanghai"
    mei.save()
    cast.post(mei, place)

    published = as_mei.get("feeds/latest").json()["results"][0]["published_at"]

    assert published == "2026-03-02T12:00:00Z"


def test_a_kind_of_answer_there_is_not_is_refused(as_mei):
    check(as_mei.client.get("/api/v1/me", HTTP_ACCEPT="text/html"), 406)


def test_a_kind_of_body_there_is_not_is_refused(as_mei):
    check(as_mei.send("POST", "posts", raw=b"<post/>", content_type="application/xml"), 415)
    check(as_mei.send("POST", "posts", raw=b"body=a", content_type="application/x-www-form-urlencoded"), 415)
    check(as_mei.send("POST", "images", raw=b"{}"), 415)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"nonsense",
        b"\xff\xfe{}",
        b'{"body": NaN}',
        b'{"body": 1e999}',
        b'{"body": Infinity}',
        b'{"body": "a\\u0000b"}',
        b'{"body": "\\ud800"}',
        b'{"\\u0000": 1}',
        b'{"body": "one", "body": "two"}',
        b'{"edition": 99999999999999999999999}',
        b'{"edition": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_what_is_not_clean_json_is_refused(as_mei, raw):
    response = as_mei.send("POST", "posts", raw=raw)

    if raw == b"":
        check(response, 422)
    else:
        check(response, 400, "api.parse_error")


def test_a_body_too_large_is_refused_before_it_is_read(as_mei):
    large = json.dumps(POST | {"body": "a" * parsing.BODY_BYTES}).encode()

    check(as_mei.send("POST", "posts", raw=large), 413, "api.too_large")
    check(as_mei.send("POST", "posts", raw=large, key="large-1"), 413, "api.too_large")


def test_an_upload_too_large_is_refused_before_it_is_read(as_mei, monkeypatch):
    monkeypatch.setattr(parsing, "UPLOAD_BYTES", 100)

    check(as_mei.client.post("/api/v1/images", {"file": cast.picture()}), 413, "api.too_large")


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "fields-1"}])
def test_a_form_with_too_many_fields_or_files_is_a_problem(as_mei, key):
    for form in (dict.fromkeys(map(str, range(1_200)), "1"), {str(n): cast.picture() for n in range(120)}):
        check(as_mei.client.post("/api/v1/images", form, headers=key), 400, "api.parse_error")


def test_a_refusal_is_in_the_language_of_whoever_is_refused(mei):
    mei.locale = "zh-hans"
    mei.save()
    mine, strict = Caller(mei), Caller(mei, enforce_csrf_checks=True)
    large = b'{"body": "' + b"a" * parsing.BODY_BYTES + b'"}'

    refused = [mine.post("posts", raw=raw) for raw in (b"{", b'{"body": "\\ud800"}', large)] + [
        strict.post("posts", POST)
    ]

    assert [each.status_code for each in refused] == [400, 400, 413, 403]
    for each in refused:
        assert re.search("[\u4e00-\u9fff]", each.json()["title"]), each.json()


def test_a_query_no_database_keeps_is_refused(as_mei):
    check(as_mei.client.get("/api/v1/groups?q=%00"), 400)
    check(as_mei.client.get("/api/v1/groups/a%00b"), 404)
    check(as_mei.client.get("/api/v1/cases/99999999999999999999999"), 404)


def test_a_word_that_a_query_does_not_offer_is_refused_with_those_it_does(visitor):
    for path, name in (("campaigns", "stage"), ("rewards", "kind"), ("feeds/latest", "mood"), ("challenges", "stage")):
        refused = check(visitor.get(path, **{name: "nonsense"}), 422, "hearth.invalid")

        assert "One of these" in refused["fields"][name][0]
        assert visitor.get(path, **{name: ""}).status_code == 200


def test_who_asks_too_often_is_told_when_to_come_back(as_mei, monkeypatch):
    class Once(UserRateThrottle):
        rate = "1/min"

    monkeypatch.setattr(endpoints.Me, "throttle_classes", [Once])
    assert as_mei.get("me").status_code == 200

    response = as_mei.get("me")

    check(response, 429, "api.throttled")
    assert 1 <= int(response["Retry-After"]) <= 60


def test_a_limit_of_the_house_says_when_it_opens_too(as_mei, place):
    for _ in range(10):
        assert as_mei.post("posts", POST).status_code == 201

    response = as_mei.post("posts", POST)

    check(response, 429, "limits.post")
    assert int(response["Retry-After"]) > 0
    assert place.posts.count() == 10


def test_a_fault_of_ours_says_no_more_than_that(mei, place, monkeypatch, caplog):
    monkeypatch.setattr(posts, "publish", lambda **_: 1 // 0)

    response = Caller(mei, raise_request_exception=False).post("posts", POST)

    assert "division" not in check(response, 500, "api.fault")["title"]
    assert "ZeroDivisionError" in caplog.text


def test_answers_stay_out_of_shared_caches(as_mei, visitor):
    for response in (as_mei.get("me"), visitor.get("emotions"), visitor.get("me"), visitor.get("nothing")):
        assert "no-store" in response["Cache-Control"]


def test_members_fields_that_are_no_business_of_theirs_are_left_alone(as_mei, mei):
    sent = {
        "display_name": "Mei",
        "handle": "mei",
        "bio": "",
        "is_staff": True,
        "is_superuser": True,
        "email": "a@b.example",
    }

    assert as_mei.put("me", sent).status_code == 200

    before = mei.email
    mei.refresh_from_db()
    assert (mei.is_staff, mei.is_superuser, mei.email) == (False, False, before)
