"""The environment, read once and strictly: what cannot be meant is refused by the name of its variable."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
_NO = ("", "false", "off", "no", "n", "0")


class Environment(environ.Env):
    """django-environ takes every word that it does not know for no, and does not say which number is none."""

    def get_value(self, var: Any, cast: Any = None, default: Any = environ.Env.NOTSET, **options: Any) -> Any:
        said = os.environ.get(str(var), "")
        if cast is bool and said.lower() not in (*self.BOOLEAN_TRUE_STRINGS, *_NO):
            raise ImproperlyConfigured(f"{var} is 1 or 0, not {said!r}.")
        try:
            found = super().get_value(var, cast, default, **options)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} cannot be {said!r}: {error}.") from error
        if cast is list:
            return [each for each in map(str.strip, found) if each]
        if cast is int and found < 0:
            raise ImproperlyConfigured(f"{var} cannot be less than 0.")
        return found

    def address(self, var: str, *schemes: str, default: str = "") -> str:
        """Return an address with one of the schemes, or nothing where nothing is said."""
        said: str = self.str(var, default)
        if said and said.partition("://")[0] not in schemes:  # not repeated here: it may hold a password
            raise ImproperlyConfigured(f"{var} begins with {' or '.join(f'{each}://' for each in schemes)}.")
        return said

    def secret(self, var: str) -> str:
        """Return what nobody may guess, or nothing where nothing is said."""
        said: str = self.str(var, "")
        if said and len(said) < 20:
            raise ImproperlyConfigured(f"{var} must have at least 20 characters.")
        return said

    def one_of(self, var: str, usual: str, *others: str) -> str:
        """Return one of the words, the first when nothing is said."""
        said: str = self.str(var, "") or usual
        if said not in (usual, *others):
            raise ImproperlyConfigured(f"{var} is {', '.join((usual, *others))}, not {said!r}.")
        return said

    def apps(self, var: str) -> list[str]:
        """Return the modules that are named, each of which there must be."""
        named: list[str] = self.list(var, default=[])
        for name in named:
            if not name.replace(".", "_").isidentifier() or find_spec(name) is None:
                raise ImproperlyConfigured(f"{var} names {name!r}, which is no module that can be imported here.")
        return named


env = Environment()

DEBUG = env.bool("HEARTH_DEBUG", False)
DEMO = env.bool("HEARTH_DEMO", False)
TEST = env.bool("HEARTH_TEST", False)
REDIS_URL = env.address("REDIS_URL", "redis", "rediss", "unix")


def secret_key() -> str:
    """Return HEARTH_SECRET_KEY, or a key made once and kept in var/ for the embedded default."""
    given = env.str("HEARTH_SECRET_KEY", "")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured("HEARTH_SECRET_KEY must have at least 50 characters.")
        return given
    kept = VAR / "secret-key"
    if not kept.exists():
        VAR.mkdir(exist_ok=True)
        fresh = VAR / f"secret-key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # of several that start at once the first is the one
            kept.hardlink_to(fresh)
        fresh.unlink()
    return kept.read_text()
