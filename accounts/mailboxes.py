"""Whether two addresses lead to one mailbox: who has both is one person."""

from __future__ import annotations

from collections.abc import Iterable

_SAME_HOST = {"googlemail.com": "gmail.com"}
_DOTLESS = frozenset({"gmail.com"})  # where dots in the name make no difference


def are_one(one: str, other: str) -> bool:
    """Say whether both lead to the same mailbox; nobody has the empty one."""
    return bool(one) and of(one) == of(other)


def is_among(email: str, others: Iterable[str]) -> bool:
    """Say whether one of the others leads to the same mailbox."""
    mine = of(email) if email else ""
    return bool(mine) and any(of(other) == mine for other in others if other)


def of(email: str) -> str:
    """Return the mailbox that an address leads to: small letters, without a plus and what stands behind it."""
    name, _at, host = email.strip().lower().rpartition("@")
    host = _SAME_HOST.get(host, host)
    name = name.partition("+")[0]
    return f"{name.replace('.', '') if host in _DOTLESS else name}@{host}"
