"""Signed webhooks the way Stripe signs them: `t=<seconds>,v1=<hex>`, HMAC-SHA256 over `<seconds>.<body>`.

Source: https://docs.stripe.com/webhooks#verify-manually
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from rewards.payments import BadSignature

TOLERANCE = timedelta(minutes=5)


def sign(secret: str, body: bytes, now: datetime) -> str:
    """Return the header that goes with `body`."""
    seconds = str(int(now.timestamp()))
    return f"t={seconds},v1={_digest(secret, seconds, body)}"


def check(secret: str, header: str, body: bytes, now: datetime) -> None:
    """Refuse a body that `secret` did not sign, or did not sign lately; raises BadSignature."""
    parts = [part.partition("=") for part in header.split(",")]
    seconds = next((value for name, _equals, value in parts if name.strip() == "t"), "")
    if not seconds.isascii() or not seconds.isdigit() or len(seconds) > 12:
        raise BadSignature("no time")
    right = _digest(secret, seconds, body).encode()
    given = [value.strip().encode() for name, _equals, value in parts if name.strip() == "v1"]
    if not secret or not any(hmac.compare_digest(right, one) for one in given):
        raise BadSignature("no match")
    if abs(now.timestamp() - int(seconds)) > TOLERANCE.total_seconds():
        raise BadSignature("too old")


def _digest(secret: str, seconds: str, body: bytes) -> str:
    return hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
