"""Whether two addresses lead to one mailbox: who has both is one person."""

from __future__ import annotations


def are_one(one: str, other: str) -> bool:
    """Say whether both lead to the same mailbox; nobody has the empty one."""
    return bool(one) and of(one) == of(other)


def of(email: str) -> str:
    """Return the mailbox that an address leads to: without what stands behind a plus, in small letters."""
    name, _at, host = email.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"
