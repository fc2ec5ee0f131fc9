"""What a registry calls later is tried when it is added: what cannot be called so would fail where nobody looks."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any


def check(what: str, called: Callable[..., Any], given: Iterable[str] = (), named: Iterable[str] = ()) -> None:
    """Refuse a function that cannot be called so: `given` by place, `named` by name. Raises: TypeError, in words."""
    given, named = tuple(given), tuple(named)
    try:
        signature = inspect.signature(called)
    except ValueError:  # of a builtin, such as dict
        return
    try:
        signature.bind(*given, **dict.fromkeys(named))
    except TypeError as error:
        call = ", ".join([*given, *(f"{name}={name}" for name in named)])
        name = f"{called.__module__}.{getattr(called, '__qualname__', type(called).__qualname__)}"
        raise TypeError(f"{what}: {name}{signature} is called as ({call}): {error}") from error
