"""A seed's way from a brand's draft over review into the garden, and out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from lib import clean, columns, errors, ranges, wordings
from lib.machines import steps
from lib.wordings import Texts, Wrong
from rewards.models import Seed
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services import drafts, listings
from rewards.services.garden import notifying

State = Seed.State
NAME_LENGTH, STORY_LENGTH, HARVEST_LENGTH = 80, 2000, 300
RANGES: Mapping[str, tuple[int, int]] = {
    "goal": (10, 1_000_000),
    "most_each": (1, 1_000_000),
    "days": (1, 365),
    "stock": (0, 100_000),
}


@dataclass(frozen=True)
class Terms:
    """A seed as somebody wants it; texts per language, `goal` and `most_each` in sunshine."""

    names: Texts
    stories: Texts = field(default_factory=dict)
    harvests: Texts = field(default_factory=dict)
    kind: str = Seed.Kind.TREE
    goal: int = 500
    most_each: int = 100
    days: int = 30
    stock: int = 0


@transaction.atomic
def draft(*, by: User, brand: Brand, terms: Terms, now: datetime) -> Seed:
    """Begin a seed; it may be unfinished. Raises: NotFound, NotAllowed: not of the brand. Invalid, naming fields."""
    roles.require(user=by, brand=brand, action=Action.WRITE)
    seed = Seed.objects.create(state=State.DRAFT, brand=brand, created_by=by, created_at=now, **_keepable(terms))
    steps.born(seed, actor=by, cause="drafted", now=now)
    return seed


@transaction.atomic
def edit(*, by: User, seed: Seed, terms: Terms, seen: str = "") -> Seed:
    """Change a draft.

    Args: seen: as `drafts.check_unchanged`. Locks: the seed. Raises: as `draft`; WrongMoment; drafts.ChangedMeanwhile.
    """
    held = listings.lock_in(seed, State.DRAFT, by=by, action=Action.WRITE)
    drafts.check_unchanged(held, seen)
    columns.write(held, _keepable(terms))
    return held


@transaction.atomic
def submit(*, by: User, seed: Seed, now: datetime) -> Seed:
    """Hand a draft to staff. Locks: the seed. Raises: WrongMoment; Invalid naming every field that is missing."""
    held = listings.lock_in(seed, State.DRAFT, by=by, action=Action.WRITE)
    wrong = lacks(held)
    if wrong:
        raise errors.Invalid(_("A few things are missing before this can be reviewed."), fields=wrong)
    steps.take(held, State.REVIEW, actor=by, cause="submitted", now=now, reason="")
    notifying.submitted(held, by=by, now=now)
    return held


@transaction.atomic
def approve(*, by: User, seed: Seed, now: datetime) -> Seed:
    """Put a seed into the garden. Locks: the seed. Raises: NotAllowed: not staff, or of the brand. WrongMoment."""
    held = listings.lock_in(seed, State.REVIEW, by=by, action=Action.REVIEW)
    steps.take(held, State.OPEN, actor=by, cause="approved", now=now)
    notifying.approved(held, by=by, now=now)
    return held


@transaction.atomic
def send_back(*, by: User, seed: Seed, reason: str, now: datetime) -> Seed:
    """Give a seed in review back, saying why. Locks: the seed. Raises: as `approve`; Invalid without a reason."""
    held = listings.send_back(seed, by=by, reason=reason, now=now)
    notifying.sent_back(held, by=by, now=now)
    return held


@transaction.atomic
def close(*, by: User, seed: Seed, now: datetime) -> Seed:
    """Let nobody plant it any more; what grows goes on. Locks: the seed. Raises: NotAllowed; WrongMoment."""
    held = listings.lock_in(seed, State.OPEN, by=by, action=Action.PAUSE)
    steps.take(held, State.CLOSED, actor=by, cause="closed", now=now)
    return held


def lacks(seed: Seed) -> Wrong:
    """Return what keeps a seed out of the garden: a sentence for each field that is missing or does not fit."""
    wrong: Wrong = {}
    if not seed.names:
        wrong["name"] = _("Give it a name, in one language at least.")
    if not seed.stories:
        wrong["story"] = _("Tell what it is: people water what they can picture.")
    if not seed.harvests:
        wrong["harvest"] = _("Say what the harvest is, and how it comes to people.")
    if not seed.stock:
        wrong["stock"] = _("How many harvests can there be?")
    if seed.most_each * 2 > seed.goal:
        wrong["most_each"] = _("Nobody should give more than half: it is grown together.")
    return wrong


def _keepable(terms: Terms) -> dict[str, object]:
    wrong: Wrong = {}
    values: dict[str, object] = {
        "names": wordings.keep(terms.names, "name", NAME_LENGTH, wrong),
        "stories": wordings.keep(terms.stories, "story", STORY_LENGTH, wrong, clean.block),
        "harvests": wordings.keep(terms.harvests, "harvest", HARVEST_LENGTH, wrong),
        "kind": terms.kind,
        **{name: getattr(terms, name) for name in RANGES},
    }
    if terms.kind not in Seed.Kind.values:
        wrong["kind"] = _("Please choose one of the list.")
    ranges.check(terms, RANGES, wrong)
    if wrong:
        raise errors.Invalid(fields=wrong)
    return values
