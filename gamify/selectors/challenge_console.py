"""Challenges as those see them who run, fund, consent to and review them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Brand, User
from gamify.models import Challenge, Consent, Escrow, Purse, PurseEntry, Submission
from gamify.registry import scopes

State = Challenge.State
PAGE = 50


@dataclass(frozen=True)
class Overview:
    """One challenge in the console, with its escrow, once it has one, and how many submissions wait."""

    challenge: Challenge
    escrow: Escrow | None
    waiting: int


@dataclass(frozen=True)
class Money:
    """A purse, what of it lies in escrows, and its latest movements."""

    purse: Purse | None
    available: int
    held: int
    entries: tuple[PurseEntry, ...]


def overview(*, brand: Brand | None = None, scope: str = "", limit: int = PAGE) -> tuple[Overview, ...]:
    """Return the challenges of a brand or a place, the newest first. Queries: 1."""
    waiting = Count("entrants__submissions", filter=Q(entrants__submissions__state=Submission.State.WAITING))
    rows = Challenge.objects.filter(brand=brand, scope=scope).annotate(waiting=waiting)
    found = rows.select_related("escrow", "brand").order_by("-pk")[:limit]
    return tuple(Overview(each, getattr(each, "escrow", None), getattr(each, "waiting", 0)) for each in found)


def money(*, brand: Brand | None = None, scope: str = "", currency: str = "spark", limit: int = 20) -> Money:
    """Return the purse of a brand or a place. Queries: 3, 1 without one."""
    purse = Purse.objects.filter(brand=brand, scope=scope, currency=currency).first()
    if purse is None:
        return Money(None, 0, 0, ())
    held = sum(escrow.held for escrow in Escrow.objects.filter(purse=purse, closed_at=None))
    return Money(purse, purse.available, held, tuple(purse.entries.select_related("by").order_by("-pk")[:limit]))


def submissions(
    *, challenge: Challenge, state: str = Submission.State.WAITING, limit: int = PAGE
) -> tuple[Submission, ...]:
    """Return what was handed in, the earliest due in front, with its task, entrant and reviewer. Queries: 1."""
    rows = Submission.objects.filter(entrant__challenge=challenge, state=state)
    related = rows.select_related("task", "entrant__user", "entrant__challenge", "reviewed_by")
    return tuple(related.order_by("due_at", "pk")[:limit])


def consents(*, challenge: Challenge) -> tuple[tuple[str, Consent], ...]:
    """Return the places that are asked, by name, and what they answered. Queries: 2."""
    rows = list(challenge.consents.order_by("scope"))
    names = scopes.names([row.scope for row in rows])
    return tuple((names.get(row.scope, row.scope), row) for row in rows)


def asked(*, user: User) -> tuple[Consent, ...]:
    """Return what waits for an answer of places that `user` speaks for. Queries: 2."""
    rows = Consent.objects.filter(scope__in=scopes.run_by(user), state=Consent.State.ASKED)
    waiting = rows.filter(challenge__state=State.REVIEW).select_related("challenge__brand")
    return tuple(waiting.order_by("asked_at", "pk"))


def to_review(*, user: User) -> tuple[Challenge, ...]:
    """Return what waits for the staff of the site, but for what `user` runs themselves. Queries: 2."""
    rows = Challenge.objects.filter(state=State.REVIEW).exclude(brand__in=user.brand_roles.values("brand"))
    found = rows.exclude(scope__in=scopes.run_by(user)).select_related("brand")
    return tuple(found.order_by("pk"))
