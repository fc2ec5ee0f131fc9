"""Letters of one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Letter:
    """Something to tell somebody. Letters of one transaction are sent in the order of their recipients."""

    to: User
    send: Callable[[], None]


def send(letters: Iterable[Letter]) -> None:
    """Send the letters in the order of their recipients, as every service does, so that nobody waits in a circle."""
    for letter in sorted(letters, key=lambda each: each.to.public_id):
        letter.send()
