"""What changed between two editions of a text, word by word, in Latin and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from community.selectors.posts import Edition

_PIECES = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+|\s+|.", re.DOTALL)
# Comparing costs the square of what differs: 400 pieces take at most 40 ms. Longer changes are shown as a whole.
PIECE_LIMIT = 400


@dataclass(frozen=True)
class Run:
    """A stretch of text that was kept (""), added ("ins") or taken out ("del")."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Change:
    """One edition against the one before; the first has nothing before it."""

    edition: Edition
    is_first: bool
    title: tuple[Run, ...]
    body: tuple[Run, ...]
    emotions_removed: tuple[str, ...] = ()


def between(editions: tuple[Edition, ...]) -> tuple[Change, ...]:
    """Return each edition's changes, the latest first. `editions` come in the same order. Pure."""
    pairs = zip(editions, (*editions[1:], None), strict=True)
    return tuple(_change(now, before) for now, before in pairs)


def runs(before: str, now: str) -> tuple[Run, ...]:
    """Return the way from `before` to `now`."""
    old, new = _PIECES.findall(before), _PIECES.findall(now)
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    middle = _runs(old[head : len(old) - tail], new[head : len(new) - tail])
    return (*_some(old[:head], ""), *middle, *_some(old[len(old) - tail :], ""))


def _change(now: Edition, before: Edition | None) -> Change:
    if before is None:
        return Change(now, now.number == 1, (Run(now.title),), (Run(now.body),))
    return Change(
        now,
        False,
        runs(before.title, now.title),
        runs(before.body, now.body),
        tuple(key for key in before.emotions if key not in now.emotions),
    )


def _same(one: list[str], other: list[str]) -> int:
    """Return how many pieces both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    if max(len(old), len(new)) > PIECE_LIMIT:
        yield from (*_some(old, "del"), *_some(new, "ins"))
        return
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from _some(old[start:end], "")
            continue
        yield from _some(old[start:end], "del")
        yield from _some(new[new_start:new_end], "ins")


def _some(pieces: Iterable[str], kind: str) -> Iterator[Run]:
    text = "".join(pieces)
    if text:
        yield Run(text, kind)
