"""Whether two addresses lead to one mailbox: who has both is one person."""

from __future__ import annotations

_SAME_HOST = {"googlemail.com": "gmail.com"}
_DOTLESS = frozenset({"gmail.com"})  # where dots in the name make no difference


def are_one(one: str, other: str) -> bool:
    """Say whether both lead to the same mailbox; nobody has the empty one."""
    return bool(one) and of(one) == of(other)


def of(email: str) -> str:
    """Return the mailbox that an address leads to: small letters, without a plus and what stands behind it."""
    name, _at, host = email.strip().lower().rpartition("@")
    host = _SAME_HOST.get(host, host)
    name = name.partition("+")[0]
    return f"{name.replace('.', '') if host in _DOTLESS else name}@{host}"
