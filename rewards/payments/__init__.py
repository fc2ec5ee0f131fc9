"""The port to whoever moves the money. A provider is one file here that has the methods of `Gateway`.

A gateway is asked outside any transaction. Its answer is always the whole truth of one payment as it stands there, so
that answers may come late, twice or in any order: what is older than what is known changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from django.conf import settings

PROVIDERS = {"fake": "rewards.payments.fake", "stripe": "rewards.payments.stripe"}
_heard: dict[str, Callable[[], bool]] = {
    "fake": lambda: True,
    "stripe": lambda: bool(settings.HEARTH_STRIPE_WEBHOOK_SECRET),
}
ANSWER_SECONDS = 10  # how long a gateway may think before its answer counts as unknown


class Outcome(StrEnum):
    """How a payment stands at its gateway; MISSING: the gateway has never heard of it."""

    MISSING = "missing"
    PENDING = "pending"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    VOIDED = "voided"
    EXPIRED = "expired"
    DECLINED = "declined"


class Cause(StrEnum):
    """Why a gateway gave money back without us: at its own desk, or because the payer's bank took it."""

    GATEWAY = "gateway"
    CHARGEBACK = "chargeback"


@dataclass(frozen=True)
class TakenBack:
    """Money that went back and that we never asked for. `id` is the gateway's own and names it for ever.

    `status` is as of our refunds; a chargeback is `pending` while it is disputed and `failed` when it was won.
    """

    id: str
    amount_minor: int
    cause: Cause
    status: str = "done"


@dataclass(frozen=True)
class Result:
    """One payment as its gateway sees it. `refunds` maps our keys to `pending`, `done` or `failed`.

    `taken_back` is all that went back, or may, and is none of these.
    """

    outcome: Outcome
    reference: str = ""
    checkout_url: str = ""
    held_minor: int = 0
    captured_minor: int = 0
    refunds: Mapping[str, str] = field(default_factory=dict)
    taken_back: tuple[TakenBack, ...] = ()
    capture_before: datetime | None = None
    decline_code: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what the log keeps of it."""
        found = asdict(self)
        found["capture_before"] = self.capture_before and self.capture_before.isoformat()
        return found


@dataclass(frozen=True)
class Ask:
    """Which payment a question is about; `payment` is our public id, `reference` the gateway's, once it gave one."""

    payment: str
    reference: str
    mode: str
    currency: str
    amount_minor: int
    title: str = ""
    return_url: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Notice:
    """A webhook whose signature is right: `payment` is the public id that we gave, empty when it is not about one."""

    notice_id: str
    payment: str
    payload: dict[str, Any]


class Unreachable(Exception):
    """No answer came: what was asked may have been done or not."""


class BadSignature(Exception):
    """A webhook that the gateway did not sign, or signed too long ago."""


class Gateway(Protocol):
    """What a provider can do. All raise `Unreachable` when no answer came; a key makes a repeated order harmless."""

    def authorize(self, ask: Ask, *, key: str, now: datetime) -> Result:
        """Open a checkout: to hold (`hold`), to save a card (`setup`) or to pay at once (`prepay`)."""

    def capture(self, ask: Ask, *, amount_minor: int, key: str, now: datetime) -> Result:
        """Take money of a hold, or charge a saved card."""

    def void(self, ask: Ask, *, key: str, now: datetime) -> Result:
        """Close the checkout, release the hold or forget the card."""

    def refund(self, ask: Ask, *, amount_minor: int, key: str, now: datetime) -> Result:
        """Give money back."""

    def query(self, ask: Ask, *, now: datetime) -> Result:
        """Say how the payment stands."""

    def parse_webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
        """Read a webhook, asking the gateway if it alone knows which payment it is about; raises BadSignature."""


def add(provider: str, module: str, *, is_heard: Callable[[], bool]) -> None:
    """Register another app's provider: `module` has `make()`; `is_heard` says whether webhooks can be checked."""
    if provider in PROVIDERS:
        raise ValueError(f"payment provider {provider} is registered twice")
    PROVIDERS[provider] = module
    _heard[provider] = is_heard


def is_heard(provider: str) -> bool:
    """Say whether webhooks of `provider` can be checked here."""
    return provider in _heard and _heard[provider]()


@cache
def gateway(provider: str) -> Gateway:
    """Return the adapter of `provider`; raises KeyError for one that does not exist."""
    make: Callable[[], Gateway] = import_module(PROVIDERS[provider]).make
    return make()
