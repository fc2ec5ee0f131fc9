"""What the worker and the clock do when the broker goes, and where they say so."""

from __future__ import annotations

import logging
from contextlib import suppress

import pytest
from celery.app.log import Logging
from kombu import Connection, Consumer, Message, Producer, Queue

from config import celery
from tools.services import valkey


def test_a_worker_goes_on_when_the_broker_goes_in_the_middle_of_a_job() -> None:
    taken: list[Message] = []
    with valkey() as broker:
        connection = Connection(broker.url)
        channels = [connection.default_channel, connection.channel()]  # a worker has several, too
        for name, channel in zip(("work", "orders"), channels, strict=True):
            queue = Queue(name, channel=channel)
            Producer(channel).publish("wake", routing_key=name, declare=[queue])
            Consumer(channel, [queue], on_message=taken.append).consume()
        with suppress(TimeoutError):
            while True:
                connection.drain_events(timeout=0.1)  # until both wait for more
        broker.stop()
        first, *others = taken
        first.ack()  # as a job does that ends before anybody has noticed

        connection.collect()  # as the worker does, one after the other
        connection.close()
        for message in others:
            message.ack()  # as a job does that ends later

    assert len(taken) == 2


def test_workers_write_their_log_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [*root.handlers])
    monkeypatch.setattr(Logging, "_setup", False)
    handlers, level = [*root.handlers], root.level

    celery.app.log.setup_logging_subsystem(loglevel="DEBUG")

    assert (root.handlers, root.level) == (handlers, level)


def test_jobs_that_went_well_say_nothing() -> None:
    assert not logging.getLogger("celery.app.trace").isEnabledFor(logging.INFO)
    assert not logging.getLogger("celery.beat").isEnabledFor(logging.INFO)
