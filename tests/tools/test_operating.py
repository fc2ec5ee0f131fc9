"""What docs/operating.md tells whoever runs it is what the settings read and what the processes answer."""

from __future__ import annotations

import json
import logging
import re
from contextlib import suppress

import pytest
import yaml
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.db import OperationalError, connection
from django.http.request import validate_host
from redis.exceptions import TimeoutError as TooSlow

from config import caches, health, pulse, request_ids
from deploy import ask_health
from gamify.models import Activity, Waiting
from lib import jobs
from tests.factories import member
from tools.places import ROOT

NAMES = re.findall(r"^\| `.*? \|", (ROOT / "docs/operating.md").read_text(), re.MULTILINE)
TABLE = set(re.findall(r"`([A-Z_]+)`", "".join(NAMES)))
OF_TESTS = {"HEARTH_TEST", "HEARTH_TEST_DATABASE", "HEARTH_TEST_NO_LIMITS"}
OF_COMPOSE = {"POSTGRES_PASSWORD", "HEARTH_SITE"}


def test_every_variable_that_the_settings_read_is_in_the_table() -> None:
    settings = "".join(path.read_text() for path in (ROOT / "config/settings").glob("*.py"))
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))

    assert "HEARTH_HOSTS" in read
    assert read - OF_TESTS <= TABLE


def test_the_containers_are_told_only_what_is_in_the_table() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / "deploy/env.example").read_text(), re.MULTILINE))

    assert example - OF_COMPOSE <= TABLE
    assert set(services["web"]["environment"]) <= TABLE
    assert {"setup", "web", "live", "worker", "beat", "postgres", "redis"} <= set(services)


def test_a_container_asks_for_a_host_that_is_served_however_hosts_are_written(monkeypatch) -> None:
    for hosts in ("hearth.example", ".example.org", "*", " .a.example ,b.example", "[::1]"):
        monkeypatch.setenv("HEARTH_HOSTS", hosts)
        assert validate_host(ask_health.host(), [each.strip() for each in hosts.split(",")]), hosts


@pytest.mark.django_db
def test_health_fails_without_the_database_and_not_without_the_cache(client, settings, monkeypatch) -> None:
    def lost(*_: object) -> None:
        raise OperationalError

    settings.SECURE_SSL_REDIRECT = True
    well = client.get("/health/")
    monkeypatch.setattr(cache, "get_many", lost)
    slow = client.get("/health/")
    monkeypatch.setattr(connection, "cursor", lost)
    ill = client.get("/health/")

    assert (well.status_code, well.content) == (200, b"database ok\ncache ok\n")
    assert (slow.status_code, slow.content) == (200, b"database ok\ncache lost\n")
    assert (ill.status_code, ill.content) == (503, b"database lost\ncache lost\n")
    assert "no-store" in well["Cache-Control"]


@pytest.mark.django_db
def test_health_fails_before_the_migrations_have_run(client, monkeypatch) -> None:
    plans = [["gamify.0001_initial"], []]
    monkeypatch.setitem(health._schema, "is_whole", False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: plans.pop(0))
    behind, well, again = (client.get("/health/") for _ in range(3))

    assert (behind.status_code, behind.content) == (503, b"database ok\ncache ok\nmigrations missing\n")
    assert (well.status_code, again.status_code) == (200, 200)


@pytest.mark.django_db
def test_an_alarm_hears_when_the_clock_stands_still_or_work_is_left(client, clock, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    cache.delete(pulse.KEY)
    never = client.get("/health/jobs/")
    pulse.run("community.count_votes")
    well = client.get("/health/jobs/")
    activity = Activity.objects.create(
        source="api", key="x", actor=member("ana"), verb="visit", object_type="day", object_id="1", data={},
        occurred_at=clock.now, recorded_at=clock.now, local_date=clock.now.date(),
    )  # fmt: skip
    Waiting.objects.create(activity=activity)
    clock.tick(minutes=2)
    pulse.run("community.count_votes")
    left = client.get("/health/jobs/")

    assert (never.status_code, well.status_code, left.status_code) == (503, 200, 503)
    assert (never.content, left.content) == (
        b"clock never heard\nwaiting 0, oldest 0 s\n",
        b"clock 0 s ago\nwaiting 1, oldest 120 s\n",
    )


@pytest.mark.django_db
def test_an_alarm_hears_of_a_job_that_fails_again_and_of_one_whose_turns_are_left_out(
    client, clock, monkeypatch
) -> None:
    cache.clear()
    broken = [ValueError("no secret of it is told")]

    def leave_some(now: object) -> None:
        if broken:
            raise broken[0]
        jobs.each([1, 2], lambda row: 1 // (row - 2))

    monkeypatch.setitem(jobs._jobs, "a.b", jobs.Job("a.b", every_seconds=5, run=leave_some))
    monkeypatch.setitem(jobs._jobs, "c.d", jobs.Job("c.d", every_seconds=5, run=lambda now: None))
    answers = []
    for name in ("c.d", "a.b", "a.b"):
        with suppress(ValueError):
            pulse.run(name)
        answers.append(client.get("/health/jobs/"))
        clock.tick(seconds=70)
    pulse.run("c.d")
    answers.append(client.get("/health/jobs/"))
    broken.clear()
    pulse.run("a.b")
    answers.append(client.get("/health/jobs/"))
    clock.tick(days=-1)
    answers.append(client.get("/health/jobs/"))

    assert [answer.status_code for answer in answers] == [200, 200, 503, 503, 503, 503]
    head = "clock 0 s ago\nwaiting 0, oldest 0 s\n"
    failing = "failing a.b: {} times in {} s, never known to be well, {}\n"
    assert answers[2].content.decode() == head + failing.format(2, 70, "ValueError") + "late c.d: well 140 s ago\n"
    assert answers[3].content.decode() == head + failing.format(2, 140, "ValueError")
    assert answers[4].content.decode() == head + failing.format(3, 140, "1 of its rows")
    assert answers[5].content.decode().startswith("clock never heard\n")


@pytest.mark.django_db
def test_a_request_has_one_name_in_its_answer_and_in_the_log(client, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    anybody = client.get("/nowhere/", headers={"X-Request-ID": "given-by-hand"})
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy = client.get("/nowhere/", headers={"X-Request-ID": "given-by-proxy"})
    hostile = client.get("/nowhere/", headers={"X-Request-ID": "no spaces, please"})

    assert re.fullmatch(r"[a-z0-9]{12}", anybody["X-Request-ID"])
    assert proxy["X-Request-ID"] == "given-by-proxy"
    assert re.fullmatch(r"[a-z0-9]{12}", hostile["X-Request-ID"])


def test_a_line_of_the_log_is_json_when_asked_for_and_names_its_request() -> None:
    record = logging.LogRecord("a.place", logging.ERROR, __file__, 1, "%s broke:\n“it”", ("This",), None)
    token = request_ids._current.set("7x2bn4e8kqpz")
    request_ids.Named().filter(record)
    request_ids._current.reset(token)

    line = request_ids.JsonLines().format(record)

    assert "\n" not in line
    said = json.loads(line)
    assert (said["level"], said["request"], said["message"]) == ("ERROR", "7x2bn4e8kqpz", "This broke:\n“it”")


@pytest.mark.django_db
def test_who_is_signed_in_goes_on_without_redis_and_limits_go_on_counting(client, settings) -> None:
    user = get_user_model().objects.create(username="ana", email="ana@example.org", display_name="Ana")
    away = {"BACKEND": "config.caches.RedisOrMemory", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "default": away}
    client.force_login(user)

    for path in ("/tasks/", "/explore/", "/write/"):
        assert client.get(path).status_code == 200
    assert [cache.add("limit:x", 0), cache.incr("limit:x"), cache.incr("limit:x"), cache.get("limit:x")] == [1, 1, 2, 2]
    assert (client.session.cache_key in cache, client.get("/").wsgi_request.user) == (False, user)
    client.session.flush()
    assert client.get("/tasks/").wsgi_request.user.is_anonymous


def test_a_redis_that_hangs_is_waited_for_once_in_moments_and_told_all_that_is_to_be_forgotten(
    settings, monkeypatch
) -> None:
    asked: list[str] = []

    def hang(_: object, key: str, *__: object, **___: object) -> None:
        asked.append(key)
        raise TooSlow

    away = {"BACKEND": "config.caches.RedisOrMemory", "LOCATION": "redis://127.0.0.1:2/0"}
    settings.CACHES = {**settings.CACHES, "default": away}
    for name in ("get", "set", "delete"):
        monkeypatch.setattr(RedisCache, name, hang)

    cache.set("a", 1)
    found = cache.get("a")
    cache.delete("b")
    monkeypatch.setattr(caches.RedisOrMemory, "_rests_until", {})
    cache.get("a")

    assert (found, asked) == (1, ["a", "b", "a"])


@pytest.mark.django_db
def test_no_older_session_is_left_in_a_cache_that_the_new_one_does_not_reach(client, monkeypatch) -> None:
    client.force_login(member("ana"))
    session = client.session
    session["theme"] = "dark"
    monkeypatch.setattr(cache, "set", lambda *_, **__: None)

    session.save()

    assert client.session["theme"] == "dark"
