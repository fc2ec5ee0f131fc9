"""Turning what the site's logs say into messages to those who want to hear of it: each once, however often it is read.

What happened lies in the logs from the moment of its commit; nothing else is written for it, and nobody who caused it
waits for anything (docs/adr/webhooks-read-the-logs.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from connect.models import OPEN, Delivery, Endpoint, Reading, Subscription
from connect.selectors import webhooks
from lib import webhook_events
from lib.webhook_events import Entry, Log
from live.services import topics

LATE = timedelta(seconds=90)  # how long an entry may take from its moment to its commit
LONGEST = 20_000  # bytes of a body, as Standard Webhooks asks
MOST_PAGES = 20  # of one log at once
TEST = "hearth.test"

Listening = Mapping[str, Sequence[Subscription]]


def read_all(*, now: datetime) -> int:
    """Write a message for each new entry to each endpoint that hears of it; return how many. Safe to run twice.

    Queries: 1 while nobody listens; for each log that is listened to 6, and what its kinds load.
    """
    listening = _listening()
    return sum(_read(log, listening, now) for log in webhook_events.logs()) if listening else 0


def compose(kind: str, data: Mapping[str, Any], at: datetime) -> str:
    """Return the body of a message; raises ValueError for one that is too long: a fault of the program."""
    said = {"type": kind, "timestamp": webhook_events.moment(at), "data": data}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    if len(body.encode()) >= LONGEST:
        raise ValueError(f"{kind} says too much")
    return body


@transaction.atomic
def _read(log: Log, listening: Listening, now: datetime) -> int:
    """Read on in one log. Locks: its reading, so that two readers take turns."""
    heard = {kind.name: listening[kind.name] for kind in log.kinds if kind.name in listening}
    if not heard:
        return 0
    since = min(each.hears_from for subscriptions in heard.values() for each in subscriptions)
    Reading.objects.get_or_create(log=log.name)
    reading = Reading.objects.select_for_update().get(log=log.name)
    count, after = 0, reading.done_id
    for _page in range(MOST_PAGES):
        page = log.read(heard.keys(), after, since)
        count += _write(page.entries, heard, now)
        if page.last is None:
            break
        after = page.last
    _remember(reading, log, after if page.last is not None else None, now)
    return count


def _remember(reading: Reading, log: Log, read_to: int | None, now: datetime) -> None:
    """Move the reading on to where nothing can appear any more, and not beyond what was read."""
    settled = log.settled(reading.done_id, now - LATE)
    done = settled if read_to is None else min(settled, read_to)
    if done > reading.done_id:
        Reading.objects.filter(pk=reading.pk).update(done_id=done)


def _write(entries: Sequence[Entry], heard: Listening, now: datetime) -> int:
    if not entries:
        return 0
    known = _known(entries, heard)
    rows = [row for entry in entries for row in _messages(entry, heard[entry.kind.name], known, now)]
    Delivery.objects.bulk_create(rows)
    topics.touch(*{webhooks.topic_of(row.endpoint.public_id) for row in rows})
    return len(rows)


def _known(entries: Sequence[Entry], heard: Listening) -> set[tuple[int, str, str]]:
    kinds = {entry.kind.name for entry in entries}
    endpoints = {each.endpoint_id for kind in kinds for each in heard[kind]}
    rows = Delivery.objects.filter(endpoint__in=endpoints, kind__in=kinds, key__in={entry.key for entry in entries})
    return set(rows.values_list("endpoint_id", "kind", "key"))


def _messages(
    entry: Entry, subscriptions: Sequence[Subscription], known: set[tuple[int, str, str]], now: datetime
) -> Iterator[Delivery]:
    kind = entry.kind
    unknown = [each for each in subscriptions if (each.endpoint_id, kind.name, entry.key) not in known]
    fresh = [each.endpoint for each in unknown if each.hears_from <= entry.at]
    brand = kind.brand(entry.thing) if fresh and not kind.is_of_site else None
    hearing = [each for each in fresh if each.brand_id is None or each.brand_id == brand]
    data = kind.data(entry.thing) if hearing else None
    if data is None:
        return
    body = compose(kind.name, data, entry.at)
    for endpoint in hearing:
        yield Delivery(endpoint=endpoint, kind=kind.name, key=entry.key, body=body, due_at=now, created_at=now)


def _listening() -> dict[str, list[Subscription]]:
    """Return what endpoints that are sent anything hear of, by kind. Queries: 1."""
    found: dict[str, list[Subscription]] = {}
    rows = Subscription.objects.filter(endpoint__in=Endpoint.objects.filter(OPEN))
    for row in rows.select_related("endpoint").order_by("pk"):
        found.setdefault(row.kind, []).append(row)
    return found
