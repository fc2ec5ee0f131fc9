"""The words that sentences about teams, orders, battles, rewards and plants share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.functional import Promise

from lib import texts
from lib.money import EXPONENTS, Money

_TEXTS = ("campaign", "battle", "ahead", "reward", "seed", "brand")  # per language, as things carry their names
Sentence = Callable[[Mapping[str, Any], str], str]


def said(sentence: str | Promise) -> Sentence:
    """Return the function that fills `sentence` with what the line carries."""
    return lambda data, actor: str(sentence) % _words(data, actor)


def _words(data: Mapping[str, Any], actor: str) -> dict[str, Any]:
    return {
        "name": actor,
        **{name: texts.pick(data.get(name, {})) for name in _TEXTS},
        "reason": str(data.get("reason", "")),
        "reference": str(data.get("reference", "")),
        "score": data.get("score", 0),
        "confirmed": data.get("confirmed", 0),
        "size": data.get("size", 0),
        "seats": data.get("seats", 0),
        "orders": data.get("orders", 0),
        "price": _money(data.get("price"), data.get("currency")),
        "amount": _money(data.get("amount"), data.get("currency")),
        "until": _moment(str(data.get("until", ""))),
    }


def _money(minor: Any, currency: Any) -> str:
    return str(Money(minor, currency)) if type(minor) is int and currency in EXPONENTS else ""


def _moment(text: str) -> str:
    return formats.date_format(timezone.localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT") if text else ""
