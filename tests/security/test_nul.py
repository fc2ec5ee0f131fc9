"""A NUL in an address or a cookie never reaches the database: PostgreSQL keeps none and would break the page."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.utils.http import urlencode

from live import people
from tests.security.house import House, signed_in
from tests.security.test_form_fuzz import addresses

pytestmark = pytest.mark.django_db
APPS = ("accounts", "community", "connect", "gamify", "inbox", "live", "look", "rewards")
READ = re.compile(r"""GET(?:\.get|\.getlist)?[(\[]["'](\w+)["']""")


def as_postgresql(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Refuse what PostgreSQL refuses; SQLite keeps it."""
    for each in params or () if not many else ():
        assert not (isinstance(each, str) and "\x00" in each), sql
    return execute(sql, params, many, context)


def names_read() -> set[str]:
    """Return the names that any view reads from an address."""
    files = (file for app in APPS for file in (Path(site.ROOT) / app).rglob("views/**/*.py"))
    return {name for file in files for name in READ.findall(file.read_text())}


def test_no_address_takes_a_nul_to_the_database() -> None:
    house = House("public")
    query = urlencode(dict.fromkeys(names_read(), "a\x00b"))

    with connection.execute_wrapper(as_postgresql):
        for client, (name, path) in product((signed_in(None), signed_in(house.owner)), addresses(house).items()):
            is_alarm = name == "health-jobs"  # which is right to ring: no clock runs here
            assert client.get(f"{path}?{query}").status_code < (504 if is_alarm else 500), name


@pytest.mark.parametrize("path", ["/topics/%00/", "/topics/a%00b/", "/come-back/%00/", "/live/fragment/?t=%00"])
def test_no_path_takes_a_nul_to_the_database(client: Client, path: str) -> None:
    with connection.execute_wrapper(as_postgresql):
        assert client.get(path).status_code in (200, 404)


def test_no_cookie_takes_a_nul_to_the_database(client: Client) -> None:
    named = (site.SESSION_COOKIE_NAME, site.LANGUAGE_COOKIE_NAME, site.CSRF_COOKIE_NAME, "messages")

    with connection.execute_wrapper(as_postgresql):
        cookies = "; ".join(f'{name}="aaaaaaaa\\000a"' for name in named)
        assert client.get("/", headers={"cookie": cookies}).status_code == 200
        assert people.identify("aaaaaaaa\x00a") == people.VISITOR
