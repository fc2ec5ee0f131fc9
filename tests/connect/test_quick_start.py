"""docs/quick-start.md does what it says: its commands run in their order, and its receiver takes what is sent."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from connect.models import Delivery, Endpoint
from connect.services.webhooks import signing
from gamify.services import economies
from lib import clock
from tests.community import cast
from tests.connect.hooking import send
from tests.connect.programs import make
from tests.connect.receivers import receiving

GUIDE = Path("docs/quick-start.md").read_text("utf-8")
HERE = "http://127.0.0.1:8000"


def commands() -> list[str]:
    """Return the curls of the page, each in one line."""
    blocks = "".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)).replace("\\\n", " ")
    return [line for line in blocks.splitlines() if line.startswith("curl ")]


def asked(command: str, known: dict[str, str]) -> Any:
    for name, value in known.items():
        command = command.replace(f"${name}", value)
    _curl, *words = shlex.split(command)
    pairs = [(word, words[place + 1]) for place, word in enumerate(words) if word in ("-H", "-X", "-d")]
    headers, options = dict(value.split(": ", 1) for name, value in pairs if name == "-H"), dict(pairs)
    path = next(word for word in words if word.startswith(HERE)).removeprefix(HERE)
    body, kind = options.get("-d", ""), headers.pop("Content-Type", "application/json")
    return Client().generic(options.get("-X", "POST" if body else "GET"), path, body, kind, headers=headers)


@pytest.mark.django_db(transaction=True)
def test_its_commands_work_in_their_order_and_its_receiver_knows_what_is_genuine(settings):
    settings.HEARTH_WEBHOOKS_HERE = True
    economies.publish(text=Path("gamify/economy/default.toml").read_text("utf-8"), now=clock.now())
    EmailAddress.objects.create(user=cast.person("xiaoman"), email="xiaoman@hearth.example", verified=True)
    key = make(cast.person("keeper", is_staff=True, is_superuser=True), "read", "activities", "review").text
    known = {"HEARTH": HERE, "KEY": key}
    guide: dict[str, Any] = {"__name__": "receiver"}
    exec(re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)[1], guide)  # our own words

    me, found, recorded, shown, added = (asked(command, known) for command in commands()[:5])
    known |= {"ID": added.json()["id"], "ACTIVITY": str(recorded.json()["activity"])}
    with receiving() as receiver:
        mine = Endpoint.objects.get(public_id=known["ID"])
        Endpoint.objects.filter(pk=mine.pk).update(url=receiver.url)
        tested, undone = (asked(command, known) for command in commands()[5:])
        send(clock.now())

    statuses = [each.status_code for each in (me, found, recorded, shown, added, tested, undone)]
    assert statuses == [200, 200, 201, 200, 201, 201, 200]
    assert found.json() == shown.json()["person"]
    assert undone.json()["growth"] == -recorded.json()["growth"] < 0
    assert Delivery.objects.get(public_id=tested.json()["id"]).state == "done"
    headers, body = receiver.got[0]
    assert added.json()["secret"] == signing.secret_of(mine)
    assert guide["is_genuine"](added.json()["secret"], headers, body.encode())
    assert not guide["is_genuine"](added.json()["secret"], headers, body.encode() + b" ")
