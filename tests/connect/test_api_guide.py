"""What docs/api.md tells integrators to do, done: word for word, against the site's own addresses."""

from __future__ import annotations

import io
import json
import re
import shlex
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from connect import scopes
from gamify.models import Activity
from gamify.services import economies
from lib import clock as wall
from tests.community import cast
from tests.connect.programs import Program, make

GUIDE = Path("docs/api.md").read_text("utf-8")
HERE = "http://127.0.0.1:8000"


@pytest.fixture
def key(db: None) -> str:
    economies.publish(text=Path("gamify/economy/default.toml").read_text("utf-8"), now=wall.now())
    cast.person("xiaoman")
    return make(cast.person("keeper", is_staff=True), "activities").text


def send(method: str, url: str, body: bytes, headers: dict[str, str]) -> Any:
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}" == HERE
    return Client().generic(method, parts.path, body, headers.pop("Content-Type"), headers=headers)


def test_the_curl_of_the_guide_records_an_activity(key):
    command = re.search(r"    (curl .*?(?<!\\)\n)", GUIDE, re.DOTALL)[1].replace("\\\n", " ")
    words = shlex.split(command.replace("$HEARTH_KEY", key).replace("$HEARTH/", f"{HERE}/"))
    url, options = words[2], list(zip(words[3::2], words[4::2], strict=True))
    headers = dict(value.split(": ") for name, value in options if name == "-H")

    answers = [send("POST", url, dict(options)["-d"].encode(), dict(headers)) for _ in range(2)]

    assert words[1] == "--fail-with-body"
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json()["growth"] > 0
    recorded = Activity.objects.get(verb="create")
    assert recorded.actor.handle == "xiaoman"


def test_the_python_of_the_guide_prints_what_it_earned_and_why_not(key, monkeypatch, capsys):
    program = re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)[1]
    monkeypatch.setenv("HEARTH", HERE)
    monkeypatch.setenv("HEARTH_KEY", key)

    def urlopen(request: urllib.request.Request, timeout: int) -> io.BytesIO:
        headers = {name.title(): value for name, value in request.header_items()}
        answer = send(request.get_method(), request.full_url, request.data, headers)
        assert (answer.status_code, timeout) == (201, 10)
        return io.BytesIO(answer.content)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    exec(compile(program, "docs/api.md", "exec"), {})  # our own words

    said = capsys.readouterr().out.splitlines()
    assert "+20 growth: Your very first moment" in said
    assert any(line.startswith("Sharing a moment: ") for line in said)  # without words it does not count, and says why


def test_the_rule_of_the_guide_rewards_what_the_guide_records(key):
    rule = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)[1]
    said = re.search(r'^    (\{"verb": "review".*\})$', GUIDE, re.MULTILINE)[1]
    economies.publish(text=Path("gamify/economy/default.toml").read_text("utf-8") + rule, now=wall.now())

    answer = Program(key).post("activities", json.loads(said)).json()

    assert [(effect["source"], effect["amount"]) for effect in answer["effects"]] == [("rule/honest-review@1", 15)]


def test_the_guide_lists_every_scope():
    assert {*re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)} == scopes.KNOWN
