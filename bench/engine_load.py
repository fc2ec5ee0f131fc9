"""The engine bench's world: 20 rules, 6 tasks and 10 badges, and activities as a busy community makes them."""

from __future__ import annotations

import json
import random
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.common import START

ECONOMY = Path("gamify/economy/default.toml")
RULES, TASKS, BADGES, GROUPS = 20, 6, 10, 40
DAILY = 8  # activities of one member in a day
MIX = ("create", "create", "comment", "comment", "comment", "like", "like", "like", "receive", "visit")


def publish_economy() -> None:
    """Publish the default economy, cut and padded to the sizes of the goal table."""
    from gamify.services import economies

    document = tomllib.loads(ECONOMY.read_text("utf-8"))
    rules = document["rule"][:RULES]
    for number in range(RULES - len(rules)):
        rules.append(
            {
                "key": f"pad-{number}",
                "verb": ("create", "comment", "like")[number % 3],
                "names": {"en": f"Padding {number}"},
                "when": {"data.words": {"gt": 200 + number}, "target.type": {"eq": "group"}},
                "cap_times": 5,
                "cap_cycle": "day",
                "effects": [{"kind": "points", "currency": "growth", "amount": 1}],
            }
        )
    document |= {"rule": rules, "task": document["task"][:TASKS], "badge": document["badge"][:BADGES], "quest": []}
    economies.publish(text=_toml(document), now=START - timedelta(days=1))


def _toml(document: dict[str, Any]) -> str:
    lines = []
    for kind, tables in document.items():
        for table in tables:
            lines.append(f"[[{kind}]]")
            lines += [f"{key} = {_value(value)}" for key, value in table.items()]
    return "\n".join(lines)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


class Recorder:
    """Writes waiting activities straight into the log; recording one by one is what the answer bench measures."""

    def __init__(self, users: list[int], seed: int = 3) -> None:
        self.users = users
        self.random = random.Random(seed)
        self.number = 0

    def record(self, count: int) -> list[int]:
        """Store `count` activities and return their ids in order."""
        from gamify.services import process
        from gamify.services.record import COLUMNS
        from lib import sql

        rows = [self._row() for _ in range(count)]
        sql.insert("gamify_activity", COLUMNS, rows)
        sql.run("INSERT INTO gamify_waiting SELECT id FROM gamify_activity ORDER BY id DESC LIMIT %s", [count])
        return list(process.waiting(limit=count))

    def _row(self) -> tuple[Any, ...]:
        self.number += 1
        pick = self.random.choice
        verb, other = pick(MIX), str(pick(self.users))
        at = START + timedelta(seconds=self.number * 86_400 / (len(self.users) * DAILY))
        data = {
            "type": pick(("note", "note", "story", "question", "milestone")),
            "words": self.random.randrange(3, 220),
            "images": self.random.randrange(2),
            "post_author": other,
            "object_author": other,
            "from": other,
        }
        return (
            "bench",
            f"k{self.number}",
            pick(self.users),
            verb,
            "post",
            str(self.number),
            "group",
            str(self.random.randrange(1, GROUPS + 1)),
            json.dumps(data),
            None,
            at,
            at.date(),
            at,
        )
