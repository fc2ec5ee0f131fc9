"""A battle's way from a draft over review to its announcement, or to being called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from gamify.registry import scopes
from gamify.services import places
from lib import columns, documents, errors
from lib.machines import steps
from live.services import topics
from rewards.models import Battle, BattleTeam
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services import drafts, listings
from rewards.services.battles import notifying, rules
from rewards.services.battles.terms import Side, Terms, keepable, lacks

State = Battle.State


@transaction.atomic
def draft(*, by: User, brand: Brand, terms: Terms, now: datetime) -> Battle:
    """Begin a battle; it may be as unfinished as it likes.

    Raises: NotFound, NotAllowed: `by` does not work for the brand. Invalid: as `terms.keepable`.
    """
    roles.require(user=by, brand=brand, action=Action.WRITE)
    values, sides = keepable(_checked(terms, by, brand))
    battle = Battle.objects.create(state=State.DRAFT, brand=brand, created_by=by, created_at=now, **values)
    _write_sides(battle, sides)
    steps.born(battle, actor=by, cause="drafted", now=now)
    return battle


@transaction.atomic
def edit(*, by: User, battle: Battle, terms: Terms, seen: str = "") -> Battle:
    """Change a draft.

    Args: seen: as `drafts.check_unchanged`. Locks: the battle.
    Raises: as `draft`; WrongMoment when it is not a draft any more; drafts.ChangedMeanwhile.
    """
    held = listings.lock_in(battle, State.DRAFT, by=by, action=Action.WRITE)
    drafts.check_unchanged(held, seen)
    values, sides = keepable(_checked(terms, by, held.brand))
    columns.write(held, values)
    _write_sides(held, sides)
    return held


@transaction.atomic
def submit(*, by: User, battle: Battle, now: datetime) -> Battle:
    """Hand a draft to the staff of the site for review.

    Locks: the battle. Raises: WrongMoment; Invalid naming every field that is missing or does not fit.
    """
    held = listings.lock_in(battle, State.DRAFT, by=by, action=Action.WRITE)
    _check_ready(held, now)
    steps.take(held, State.REVIEW, actor=by, cause="submitted", now=now, reason="")
    notifying.submitted(held, by=by, now=now)
    return held


@transaction.atomic
def announce(*, by: User, battle: Battle, now: datetime) -> Battle:
    """Freeze the rules and let people choose their team.

    Locks: the battle.
    Raises: NotAllowed: `by` is not staff, or works for the brand. WrongMoment. Invalid: its beginning has passed.
    """
    held = listings.lock_in(battle, State.REVIEW, by=by, action=Action.REVIEW)
    _check_ready(held, now)
    held.rules_salt = places.new_salt()
    document = rules.document_of(held)
    frozen: dict[str, Any] = {
        "rules": document,
        "rules_hash": documents.digest(document),
        "rules_salt": held.rules_salt,
    }
    steps.take(held, State.ANNOUNCED, actor=by, cause="approved", now=now, **frozen)
    notifying.announced(held, by=by, now=now)
    topics.touch(f"battle:{held.pk}")
    return held


@transaction.atomic
def send_back(*, by: User, battle: Battle, reason: str, now: datetime) -> Battle:
    """Give a battle in review back to its brand, saying why.

    Locks: the battle. Raises: NotAllowed, WrongMoment; Invalid without a reason.
    """
    held = listings.send_back(battle, by=by, reason=reason, now=now)
    notifying.sent_back(held, by=by, now=now)
    return held


def _checked(terms: Terms, by: User, brand: Brand) -> Terms:
    """Raises: Invalid for a campaign of another brand, or a place that `by` may not see."""
    if terms.campaign and terms.campaign.brand_id != brand.pk:
        raise errors.Invalid(fields={"campaign": _("Please choose one of the list.")})
    if any(side.scope and not scopes.may_see(by, side.scope) for side in terms.sides):
        raise errors.Invalid(fields={"sides": _("Please choose one of the list.")})
    return terms


def _check_ready(battle: Battle, now: datetime) -> None:
    wrong = lacks(battle, battle.teams.count(), now)
    if wrong:
        raise errors.Invalid(_("A few things are missing before this can be reviewed."), fields=wrong)


def _write_sides(battle: Battle, sides: Sequence[Side]) -> None:
    battle.teams.all().delete()
    BattleTeam.objects.bulk_create(
        BattleTeam(battle=battle, names=side.names, scope=side.scope, position=place, most_players=battle.most_players)
        for place, side in enumerate(sides)
    )
