"""Challenges as those see them who run, fund, consent to and review them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from accounts.models import Brand, User
from gamify import prizes
from gamify.models import Challenge, Consent, Escrow, PrizeLine, Purse, PurseEntry, Submission
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
    granted: int
    spent: int
    entries: tuple[PurseEntry, ...]


@dataclass(frozen=True)
class Costs:
    """What all prizes of a draft can cost in plain words, `n x amount` each, beside what its purse has."""

    parts: tuple[tuple[int, int], ...]
    total: int
    available: int

    @property
    def fits(self) -> bool:
        return self.total <= self.available

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.total / self.available)) if self.available else 100 * bool(self.total)


def sum_of(*, challenge: Challenge) -> Costs:
    """Return what the prizes of a draft can cost, however unfinished it is. Queries: 2, 1 less with its lines."""
    people = max(challenge.team_size, 1)
    costs = [(line.places * people, prizes.get(line.kind).cost(line.spec)) for line in challenge.lines.all()]
    parts = tuple((n, cost) for n, cost in costs if cost)
    purse = Purse.objects.filter(brand=challenge.brand, scope=challenge.scope, currency=challenge.currency_id).first()
    return Costs(parts, sum(n * cost for n, cost in parts), purse.available if purse else 0)


def words_of(*, challenge: Challenge) -> tuple[tuple[PrizeLine, str], ...]:
    """Return the prizes of a draft in words, "" for those that are not finished. Queries: 1, and 1 for each badge."""
    return tuple((line, _words(line, challenge)) for line in challenge.lines.all())


def _words(line: PrizeLine, challenge: Challenge) -> str:
    kind = prizes.get(line.kind)
    try:
        kind.check(line.spec, challenge)
    except ValueError:
        return ""
    return kind.words(line.spec)


def overview(*, brand: Brand | None = None, scope: str = "", limit: int = PAGE) -> tuple[Overview, ...]:
    """Return the challenges of a brand or a place, the newest first. Queries: 1."""
    waiting = Count("entrants__submissions", filter=Q(entrants__submissions__state=Submission.State.WAITING))
    rows = Challenge.objects.filter(brand=brand, scope=scope).annotate(waiting=waiting)
    found = rows.select_related("escrow", "brand").order_by("-pk")[:limit]
    return tuple(Overview(each, getattr(each, "escrow", None), getattr(each, "waiting", 0)) for each in found)


def money(*, brand: Brand | None = None, scope: str = "", currency: str = "spark", limit: int = 20) -> Money:
    """Return the purse of a brand or a place. Queries: 4, 1 without one."""
    purse = Purse.objects.filter(brand=brand, scope=scope, currency=currency).first()
    if purse is None:
        return Money(None, 0, 0, 0, 0, ())
    sums = purse.escrows.aggregate(
        placed=Sum("amount", default=0), paid=Sum("paid", default=0), returned=Sum("returned", default=0)
    )
    held = sums["placed"] - sums["paid"] - sums["returned"]
    given = purse.entries.filter(kind__in=(PurseEntry.Kind.GRANT, PurseEntry.Kind.WITHDRAW))
    granted = given.aggregate(sum=Sum("amount", default=0))["sum"]
    entries = tuple(purse.entries.select_related("by").order_by("-pk")[:limit])
    return Money(purse, purse.available, held, granted, sums["paid"], entries)


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


def standing(*, user: User) -> tuple[Consent, ...]:
    """Return where places that `user` speaks for said yes to others, and may take it back. Queries: 2."""
    rows = Consent.objects.filter(scope__in=scopes.run_by(user), state=Consent.State.AGREED)
    live = rows.filter(challenge__state__in=(State.ANNOUNCED, State.RUNNING)).exclude(scope=F("challenge__scope"))
    return tuple(live.select_related("challenge__brand").order_by("-answered_at", "pk")[:PAGE])


def to_review(*, user: User) -> tuple[Challenge, ...]:
    """Return what waits for the staff of the site, but for what `user` runs themselves. Queries: 2."""
    rows = Challenge.objects.filter(state=State.REVIEW).exclude(brand__in=user.brand_roles.values("brand"))
    found = rows.exclude(scope__in=scopes.run_by(user)).select_related("brand")
    return tuple(found.order_by("pk"))


def counts(*, challenge: Challenge) -> dict[str, int]:
    """Return how many submissions there are in each state. Queries: 1."""
    rows = Submission.objects.filter(entrant__challenge=challenge).order_by()
    return dict(rows.values_list("state").annotate(n=Count("pk")))


def consents_of(*, challenge: Challenge, user: User) -> list[tuple[Consent, str]]:
    """Return what of a challenge is `user`'s to answer, with the names of the places. Queries: 2 and 1 a kind."""
    rows = list(challenge.consents.filter(scope__in=scopes.run_by(user)).order_by("scope"))
    names = scopes.names([row.scope for row in rows])
    return [(row, names.get(row.scope, row.scope)) for row in rows]
