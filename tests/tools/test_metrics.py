"""Figures at /metrics: for whoever has the token, with nothing in them that grows with the members."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client

from config import metrics_waiting, pulse
from gamify.models import Activity, Waiting
from lib import jobs
from live.connection import Connection
from live.heartbeat import Heartbeat
from live.hub import Hub
from tests.factories import member

TOKEN = "only-the-scraper-knows-this"
pytestmark = pytest.mark.django_db


def figures(client: Client, token: str = TOKEN) -> dict[str, float]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


def test_without_the_token_there_are_no_figures(settings) -> None:
    settings.HEARTH_METRICS_TOKEN = ""
    off = [Client().get("/metrics", headers={"authorization": value}) for value in ("", "Bearer ")]
    settings.HEARTH_METRICS_TOKEN = TOKEN
    on = [Client().get("/metrics", headers={"authorization": value}) for value in ("", "Bearer no", "Bearer ñ")]

    assert {answer.status_code for answer in off + on} == {404}


def test_figures_say_how_requests_went_and_what_waits(settings, clock, monkeypatch, django_assert_num_queries) -> None:
    settings.HEARTH_METRICS_TOKEN = TOKEN
    cache.clear()
    monkeypatch.setitem(
        jobs._jobs, "a.b", jobs.Job("a.b", every_seconds=5, run=lambda now: jobs.each([0], lambda _: 1 // 0))
    )
    for name in ("community.count_votes", "a.b", "a.b"):
        pulse.run(name)
    ana = member("ana")
    activity = Activity.objects.create(
        source="api", key="x", actor=ana, verb="visit", object_type="day", object_id="1", data={},
        occurred_at=clock.now, recorded_at=clock.now, local_date=clock.now.date(),
    )  # fmt: skip
    Waiting.objects.create(activity=activity)
    clock.tick(seconds=30)
    client = Client()
    client.get(f"/@{ana.handle}/")
    client.get("/nowhere/at/all/")

    settings.SECURE_SSL_REDIRECT = True
    client = Client()  # from beside the process, where there is no TLS
    with django_assert_num_queries(5):
        found = figures(client)

    assert found["hearth_activities_waiting"] == 1
    assert found["hearth_activities_oldest_seconds"] == found["hearth_clock_heard_seconds"] == 30
    assert found['hearth_job_failures{job="a.b"}'] == 2
    assert found['hearth_job_well_seconds{job="community.count_votes"}'] == 30
    assert {found[f'hearth_up{{part="{part}"}}'] for part in ("database", "cache", "queue")} == {1}
    assert found['hearth_request_seconds_count{route="-",status="4xx"}'] >= 1
    assert not any("ana" in name or "nowhere" in name for name in found)
    assert "hearth_live_sockets" not in found  # of a process that has none

    def away(**_: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(metrics_waiting, "backlog", away)
    found = figures(client)
    assert (found['hearth_up{part="database"}'], found['hearth_job_failures{job="a.b"}']) == (0, 2)
    assert "hearth_activities_waiting" not in found


def test_a_process_of_sockets_counts_its_own(settings, monkeypatch) -> None:
    settings.HEARTH_METRICS_TOKEN = TOKEN
    hub, beat = Hub(), object.__new__(Heartbeat)
    hub.listeners = {"a": set(), "b": set()}
    beat.hub = hub
    monkeypatch.setattr("live.heartbeat._heartbeats", {None: beat})
    monkeypatch.setattr(Connection, "skipped", 7)

    found = figures(Client())

    live = {name: value for name, value in found.items() if "live" in name}
    assert live == {"hearth_live_sockets": 0, "hearth_live_topics": 2, "hearth_live_skipped_frames_total": 7}
