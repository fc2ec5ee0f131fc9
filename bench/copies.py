"""Copies of the bench's database, so that the same work can be done twice from the same state; and what was written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Statement = tuple[str, Any]
_original = ""


@contextmanager
def copy() -> Iterator[str]:
    """Work in a fresh copy of the database as it is; yield its name. It is gone after the block."""
    global _original  # noqa: PLW0603
    from django.db import connection

    _original = _original or connection.settings_dict["NAME"]
    use(_original)
    connection.close()
    _admin(f"CREATE DATABASE bench_copy TEMPLATE {_original}")
    use("bench_copy")
    try:
        yield "bench_copy"
    finally:
        use(_original)
        _admin("DROP DATABASE bench_copy")


def original() -> str:
    """Return the name of the database that was copied last."""
    return _original


def use(name: str) -> None:
    """Let every query from now on go to this database, by a new connection."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def noted(*kinds: str) -> Iterator[list[Statement]]:
    """Collect the statements of the block with their parameters; those that begin with one of `kinds`, or all."""
    from django.db import connection

    found: list[Statement] = []

    def wrapper(execute: Callable[..., Any], statement: str, parameters: Any, many: bool, context: Any) -> Any:
        if not kinds or statement.lstrip().startswith(kinds):
            found.append((statement, parameters))
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(wrapper):
        yield found


def _admin(statement: str) -> None:
    import psycopg

    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/postgres"
    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as admin:
        admin.execute(statement)
