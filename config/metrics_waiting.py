"""What waits, read when somebody asks for figures: jobs, activities, payments, messages, wake-ups, sockets."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis import Redis, RedisError

from config import pulse
from config.settings.environment import REDIS_URL
from connect.selectors import webhooks
from gamify.selectors.backlog import backlog
from inbox.selectors import letters
from lib import clock
from live.selectors.figures import figures
from rewards.selectors.limbo import limbo

QUEUE, PATIENCE_SECONDS = "celery", 2
logger = logging.getLogger(__name__)


class Waiting(Collector):
    """Reads each part for itself: where one is away, `hearth_up` says so and the others are told."""

    def collect(self) -> Iterable[Metric]:
        """Yield the figures. Queries: 5."""
        up = GaugeMetricFamily("hearth_up", "Whether a part could be asked.", labels=["part"])
        for part, read, away in PARTS:
            found: list[Metric] = []
            try:
                found = list(read())
            except away as problem:
                logger.warning("No figures of the %s: %s", part, problem)
            up.add_metric([part], float(bool(found)))
            yield from found
        yield up
        yield from _live()


def _database() -> Iterator[Metric]:
    now = clock.now()
    activities, money, news, mail = (
        backlog(now=now),
        limbo(now=now),
        webhooks.waiting(now=now),
        letters.waiting(now=now),
    )
    yield _gauge("activities_waiting", "Activities that no rule has seen yet.", activities.waiting)
    yield _gauge("activities_oldest_seconds", "How long the oldest of them has waited.", activities.oldest_seconds)
    yield _gauge("payments_moving", "Payments whose money moves and has not arrived.", money.payments)
    yield _gauge("payment_calls_due", "Calls to the bank that are due.", money.calls)
    yield _gauge("payment_calls_oldest_seconds", "How long the oldest of them is due.", money.oldest_seconds)
    yield _gauge("webhook_messages_due", "Messages to other programs that are due.", news.count)
    yield _gauge("webhook_messages_oldest_seconds", "How long the oldest of them is due.", news.oldest_seconds)
    yield _gauge("letters_waiting", "Letters that the mail server has not taken.", mail.count)
    yield _gauge("letters_oldest_seconds", "How long the oldest of them has waited.", mail.oldest_seconds)


def _jobs() -> Iterator[Metric]:
    cache.get_many(["health"])  # which nothing stands in for (config/caches.py)
    age = GaugeMetricFamily("hearth_job_well_seconds", "How long ago a job went well.", labels=["job"])
    failures = GaugeMetricFamily("hearth_job_failures", "How often in a row it has failed.", labels=["job"])
    for state in pulse.states():
        failures.add_metric([state.job.name], state.failures)
        if state.well_ago is not None:
            age.add_metric([state.job.name], state.well_ago)
    yield from (age, failures)
    heard = pulse.seconds_ago()
    if heard is not None:
        yield _gauge("clock_heard_seconds", "How long ago any job ran.", heard)


def _queue() -> Iterator[Metric]:
    count: Any = 0
    if REDIS_URL:
        patience = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
        with Redis.from_url(REDIS_URL, **patience) as redis:
            count = redis.llen(QUEUE)
    yield _gauge("queue_messages", "Wake-ups that no worker has taken.", count)


def _live() -> Iterator[Metric]:
    found = figures()
    if found is not None:
        yield _gauge("live_sockets", "Open sockets of this process.", found.sockets)
        yield _gauge("live_topics", "Topics that somebody hears in this process.", found.topics)
        said = "Frames that were skipped for listeners who were too slow; each gets the newest."
        yield CounterMetricFamily("hearth_live_skipped_frames", said, found.skipped)


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"hearth_{name}", told, value)


PARTS = (
    ("database", _database, DatabaseError),
    ("cache", _jobs, Exception),  # whatever the client of the cache raises
    ("queue", _queue, RedisError),
)
