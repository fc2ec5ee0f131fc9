"""docs/live-events.md names every topic there is, and says of each whether it carries its content."""

from __future__ import annotations

import re
from pathlib import Path

from live import registry

ROW = re.compile(r"^\| (`\S.*?) \| .*? \| (.*?) \| .*? \|$", re.MULTILINE)
BLANKS = {"pk": "<pk>", "public_id": "<id>", "code": "<code>"}


def test_the_table_has_every_topic_and_no_other() -> None:
    part = Path("docs/live-events.md").read_text("utf-8").split("## ")[1]
    told = {name: carries for names, carries in ROW.findall(part) for name in re.findall(r"`(.+?)`", names)}

    known = {re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda m: BLANKS[m[1]], kind.pattern): kind for kind in registry.kinds()}
    assert told.keys() == known.keys()
    assert {name for name, carries in told.items() if carries == "hint"} == {
        name for name, kind in known.items() if kind.render is None
    }
