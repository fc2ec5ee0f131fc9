"""What makes thousands of tests cheap: patches on import, none of which changes what a test sees.

- The test client leaves out the middleware of static files, as config/wsgi.py does: it would look at each of a thousand
  files for every client and carry every request through an event loop. Journeys and sockets ask the whole application.
- A test that commits leaves content types and permissions, and empties only tables that hold something. Its connection
  serves the next one too: a new one has to learn the whole schema.
- An address is looked for once: a request goes through hundreds of patterns until one fits.
- What Django puts together for each query is remembered (tests/query_memory.py); not in the production world, which
  asks the same of Django as it is.
- Signing in writes one session: Django's client writes an empty one, another in its place, and the user into that.
- What an answer's template was given is kept once, not again for each part of the page.
- Hypothesis draws no constants from our sources: reading them all takes seconds, and what a machine reaches within few
  examples would change with any number in any file.
- The cyclic collector waits until everything is imported, and leaves alone what that has made.
"""

from __future__ import annotations

import gc
from copy import copy
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpRequest
from django.test import Client, TransactionTestCase, client
from django.test.client import ClientHandler
from django.test.utils import ContextList
from django.urls import URLResolver
from hypothesis.internal.conjecture import providers

from tests import servers

if servers.WORLD == "embedded":
    from tests import query_memory  # noqa: F401 patches on import

gc.disable()
KEPT = {"django_content_type", "auth_permission"}
OBJECTS_BETWEEN_COLLECTIONS = 20_000


def _load_without_files(self: ClientHandler, is_async: bool = False) -> None:
    with pytest.MonkeyPatch.context() as patch:
        names = [name for name in settings.MIDDLEWARE if not name.startswith("servestatic.")]
        patch.setattr(settings, "MIDDLEWARE", names)
        BaseHandler.load_middleware(self, is_async)


def empty() -> None:
    """Empty what a test that commits has filled."""
    filled = [f"DELETE FROM {name}" for name in filled_tables()]
    if connection.vendor == "postgresql":
        filled.insert(0, "SET LOCAL session_replication_role = replica")  # asks neither keys nor seals
    connection.ops.execute_sql_flush(filled)


def filled_tables() -> list[str]:
    """Return the names of the tables in which there is a row, quoted, without what every database holds."""
    with connection.cursor() as cursor:
        cursor.execute(_looks(connection.settings_dict["NAME"]))
        return [name for (name,) in cursor.fetchall()]


@cache
def _looks(database: str) -> str:
    """Return a query for the names of the tables of `database` in which there is a row."""
    del database
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT)
    names = [connection.ops.quote_name(name) for name in tables]
    return " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)


@lru_cache(maxsize=500)  # each keeps what it was not, too
def _match(resolver: URLResolver, path: str) -> Any:
    return _resolve(resolver, path)


def spare_the_collector() -> None:
    """Collect what collecting tests has left, and look at the rest no more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    gc.enable()


def _sign_in(self: Client, user: Any, backend: str | None = None) -> None:
    if settings.SESSION_COOKIE_NAME in self.cookies:
        _login(self, user, backend)
        return
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SessionBase, "cycle_key", lambda self: None)  # it has none yet
        login(request, user, backend)
    request.session.save()
    self._set_login_cookies(request)


def _store(store: dict[str, Any], signal: Any, sender: Any, template: Any, context: Any, **more: Any) -> None:
    del signal, sender, more
    store.setdefault("templates", []).append(template)
    if context.template is template:
        store.setdefault("context", ContextList()).append(copy(context))


_resolve = URLResolver.resolve
_login = Client._login
providers._get_local_constants = lambda: providers._local_constants
URLResolver.resolve = _match
Client._login = _sign_in
client.store_rendered_templates = _store
ClientHandler.load_middleware = _load_without_files
TransactionTestCase._fixture_teardown = lambda self: empty()
TransactionTestCase._should_reload_connections = lambda self: not connection.is_usable()
