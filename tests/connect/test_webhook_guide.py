"""docs/webhooks.md does what it says: its programs run as they stand there, on what is really sent."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.urls import resolve

from connect.models import Delivery
from connect.services.webhooks import endpoints, signing
from lib import clock, webhook_events
from lib.api.describing import operation_of
from tests.connect.hooking import endpoint, send
from tests.connect.receivers import receiving
from tests.rewards.buying import fresh
from tools.places import ROOT

GUIDE = (ROOT / "docs" / "webhooks.md").read_text()


def programs() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL):
        exec(block, found)
    return found


def test_the_guide_names_every_kind_and_no_other():
    rows = re.findall(r"^\| (`.*?) \|", GUIDE, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z.]+)`", row)}

    assert named == {kind.name for kind in webhook_events.every()} | {"hearth.test"}


def test_what_a_message_leads_to_can_be_read():
    leads = [urlsplit(kind.example["url"]).path for kind in webhook_events.every() if "url" in kind.example]

    assert len(leads) > 10
    assert [path for path in leads if operation_of(resolve(path).func.cls, "GET") is None] == []


@pytest.mark.django_db(transaction=True)
def test_its_programs_take_what_is_sent_once_and_nothing_else(settings, capsys):
    settings.HEARTH_WEBHOOKS_HERE = True
    guide, now = programs(), clock.now()
    with receiving() as receiver:
        mine = endpoint(receiver.url, None, "team.failed")
        secret = signing.secret_of(mine)
        message = endpoints.test(by=mine.created_by, endpoint=mine, now=now)
        send(now)
        endpoints.send_again(by=mine.created_by, delivery=fresh(message), now=now)
        send(now)

    taken = [guide["receive"](secret, body.encode(), headers) for headers, body in receiver.got]
    headers, body = receiver.got[0]
    assert (taken, capsys.readouterr().out.count("hearth.test")) == ([204, 204], 1)
    assert guide["receive"](secret, body.encode() + b" ", headers) == 400
    assert guide["is_from_hearth"](secret, body.encode(), headers)
    assert not guide["is_from_hearth"](secret, body.encode() + b" ", headers)
    assert not guide["is_from_hearth"](secret, body.encode(), headers | {"webhook-timestamp": "1"})


@pytest.mark.django_db
def test_what_was_given_up_is_sent_again(settings):
    settings.HEARTH_WEBHOOKS_HERE = True
    mine = endpoint("http://127.0.0.1:1", None, "team.failed")
    lost, taken = (endpoints.test(by=mine.created_by, endpoint=mine, now=clock.now()) for _ in range(2))
    Delivery.objects.filter(pk=lost.pk).update(state="failed", attempts=10)
    Delivery.objects.filter(pk=taken.pk).update(state="done", attempts=1)

    call_command("replay_webhooks", mine.public_id, since="2020-01-01T00:00:00+00:00", verbosity=0)

    assert (fresh(lost).state, fresh(lost).attempts, fresh(taken).state) == ("waiting", 0, "done")
    for wrong in ({"since": "yesterday"}, {"since": "2020-01-01T00:00:00"}, {"since": "2020-13-01T00:00:00+00:00"}):
        with pytest.raises(CommandError):
            call_command("replay_webhooks", mine.public_id, **wrong)
    with pytest.raises(CommandError):
        call_command("replay_webhooks", "nobody", since="2020-01-01T00:00:00+00:00")
