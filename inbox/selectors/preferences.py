"""What a member wants to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import User
from accounts.selectors import hiding
from inbox import registry
from inbox.models import Preference
from lib import sql


@dataclass(frozen=True)
class Choice:
    """One kind of notification and whether this member gets it."""

    key: str
    label: str | Promise
    icon: str
    is_on: bool
    chapter: str = ""


def wants(*, user: User, kind: str, actor: User | None = None) -> bool:
    """Say whether the member wants this kind in the inbox: their own answer, else the kind's default.

    Nothing personal of an `actor` whom they hid. Queries: 1, 2 for who hides people.
    """
    if not wanted([(user.pk, kind)]):
        return False
    return not (actor and kind in registry.personal() and hiding.is_hidden(person_id=actor.pk, viewer=user))


def wanted(pairs: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Return those of the pairs of member id and kind that the member wants in the inbox. Queries: 1."""
    asked = set(pairs)
    columns = (("user_id", "bigint"), ("kind", "text"))
    chosen = sql.fetch(*sql.lookup(Preference._meta.db_table, columns, sorted(asked), "t.channel, t.is_on"))
    answers = {(user, kind): is_on for user, kind, channel, is_on in chosen if channel == "app"}
    defaults = {kind: (known := registry.get(kind)) is None or known.default_on for _, kind in asked}
    return {pair for pair in asked if answers.get(pair, defaults[pair[1]])}


def choices(*, user: User) -> tuple[Choice, ...]:
    """Return the kinds that this member can be told of, with their answer. Queries: 1, and those of the audiences."""
    chosen = dict(Preference.objects.filter(user=user, channel="app").values_list("kind", "is_on"))
    return tuple(
        Choice(
            key=kind.key,
            label=kind.label,
            icon=kind.icon,
            is_on=chosen.get(kind.key, kind.default_on),
            chapter=str(registry.chapter_of(kind)),
        )
        for kind in kinds_for(user=user)
    )


def chapters(*, user: User) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Return the choices under their headings. Queries: those of `choices`."""
    found: dict[str, list[Choice]] = {}
    for choice in choices(user=user):
        found.setdefault(choice.chapter, []).append(choice)
    return tuple((chapter, tuple(under)) for chapter, under in found.items())


def kinds_for(*, user: User) -> tuple[registry.Kind, ...]:
    """Return the kinds that this member can be told of. Queries: those of the audiences, each asked once."""
    every = registry.every()
    is_in = {audience: audience(user) for audience in {kind.audience for kind in every} if audience}
    return tuple(kind for kind in every if kind.audience is None or is_in[kind.audience])
