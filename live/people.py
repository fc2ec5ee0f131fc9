"""Who is behind a socket, and whether they still may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from lib import clock


@dataclass(frozen=True)
class Person:
    """A visitor (no session) or a member with the session and the password they had when the socket opened."""

    user: Any
    session_key: str = ""
    password: str = ""

    @property
    def pk(self) -> int | None:
        pk: int | None = self.user.pk
        return pk


VISITOR = Person(user=AnonymousUser())


def identify(session_key: str) -> Person:
    """Return the person whose session this is, a visitor for an ended or a forged one. Queries: at most 2."""
    request = HttpRequest()
    request.session = _store(session_key)
    user = auth.get_user(request)
    if not user.is_authenticated:
        return VISITOR
    return Person(user=_lasting(user), session_key=session_key, password=user.password)


def refresh(people: Iterable[Person]) -> dict[Person, Person | None]:
    """Return what became of each member: as they are now, or None when signed out, deactivated or with a new password.

    Queries: 2, or 0 for no members.
    """
    members = [person for person in people if person.session_key]
    if not members:
        return {}
    users = auth.get_user_model()._default_manager.in_bulk({person.pk for person in members})
    open_sessions = _open_sessions({person.session_key for person in members})
    return {person: _again(person, users.get(person.pk), open_sessions) for person in members}


def _again(person: Person, user: Any, open_sessions: set[str]) -> Person | None:
    if user is None or not user.is_active or user.password != person.password:
        return None
    if person.session_key not in open_sessions:
        return None
    return Person(user=user, session_key=person.session_key, password=person.password)


def _lasting(user: Any) -> Any:
    """Take off what was read along for one page: a socket stays open longer than that stays true."""
    kept = {field.attname for field in user._meta.concrete_fields} | {"_state", "backend"}
    for name in vars(user).keys() - kept:
        delattr(user, name)
    return user


def _store(session_key: str | None) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(session_key)


def _open_sessions(keys: set[str]) -> set[str]:
    model = _store(None).model
    rows = model.objects.filter(session_key__in=keys, expire_date__gt=clock.now())
    return set(rows.values_list("session_key", flat=True))
