"""What can be won in a challenge. One file a kind, imported at the end; other apps add theirs when they are ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from lib import errors

if TYPE_CHECKING:
    from gamify.models import Challenge, Prize, PrizeLine

Spec = Mapping[str, Any]


def _nothing(*_given: Any) -> None:
    """Do nothing: most kinds are covered by the escrow, or by the activity of winning."""


@dataclass(frozen=True)
class Kind:
    """A kind of prize.

    `check(spec, challenge)` raises `Wrong` with a sentence for whoever writes the challenge; `cost(spec)` is what one
    place takes from the escrow; `words(spec)` says what it is. `data(spec)` goes into the activity of winning, where
    rules and badges of the game see it. `reserve(line, count, now)` and `give_back(line, count, now)` set aside what is
    not points, inside the transaction that moves the challenge; `give(prize, now)` hands it over, in that of the prize.
    `choices(challenge)` are the keys and names among which `spec[field]` is chosen; None: a number is written there.
    """

    key: str
    label: str | Promise
    check: Callable[[Spec, Challenge], None]
    words: Callable[[Spec], str]
    cost: Callable[[Spec], int] = lambda spec: 0
    data: Callable[[Spec], dict[str, Any]] = lambda spec: {}
    reserve: Callable[[PrizeLine, int, datetime], None] = _nothing
    give_back: Callable[[PrizeLine, int, datetime], None] = _nothing
    give: Callable[[Prize, datetime], None] = _nothing
    choices: Callable[[Challenge], Sequence[tuple[str, str]]] | None = None
    field: str = "amount"


class Wrong(ValueError):
    """A spec that cannot be; its argument is the sentence for whoever wrote it."""

    @property
    def sentence(self) -> errors.Text:
        found: errors.Text = self.args[0]
        return found


_kinds: dict[str, Kind] = {}


def add(kind: Kind) -> None:
    """Register `kind`; a key can be taken once."""
    if kind.key in _kinds:
        raise ValueError(f"prize {kind.key} is registered twice")
    _kinds[kind.key] = kind


def get(key: str) -> Kind:
    """Return the kind named `key`; raises ValueError when there is none."""
    if key not in _kinds:
        raise ValueError(f"unknown prize {key!r}: there are {', '.join(sorted(_kinds))}")
    return _kinds[key]


def find(key: str) -> Kind | None:
    """Return the kind named `key`, None when there is none."""
    return _kinds.get(key)


def words_of(prize: Prize) -> str:
    """Return what somebody won: of points as many as they get, which a cap may have made fewer."""
    kind, spec = get(prize.line.kind), prize.line.spec
    return kind.words({**spec, "amount": prize.amount} if prize.amount else spec)


def every() -> tuple[Kind, ...]:
    """Return all kinds in the order they were added."""
    return tuple(_kinds.values())


from gamify.prizes import badge, points  # noqa: E402

add(points.KIND)
add(badge.KIND)
