"""A vote's way to its opening: what can still be changed, and what is frozen then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from community import voting
from community.machines import PUBLIC_PROPOSAL
from community.models import Candidate, Group, Proposal, VoteRound
from community.services.rounds import electorate, locking, notifying, rules
from lib import clean, columns, documents, errors, money, public_id, ranges, versions
from lib.machines import steps

State = VoteRound.State
NAME_LENGTH, ABOUT_LENGTH = 120, 2_000
MOST_CANDIDATES, MOST_PER_VOTER, MOST_SEATS, MOST_MINOR = 100, 1_000, 100, 10**12
LONGEST = timedelta(days=60)
LANGUAGES = ("en", "zh-hans")
Wrong = dict[str, errors.Text]
WRITTEN = (
    "names", "abouts", "method", "per_voter", "seats", "budget_minor", "currency", "completion", "is_verified",
    "closes_at",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A proposal that one can vote for, and what it would cost in minor units."""

    proposal: Proposal
    cost_minor: int = 0


@dataclass(frozen=True)
class Plan:
    """A vote as somebody wants it; texts per language. What a method has no use for stays None."""

    names: Mapping[str, str]
    method: str
    entries: Sequence[Entry]
    closes_at: datetime
    abouts: Mapping[str, str] = field(default_factory=dict)
    per_voter: int = 1
    seats: int | None = None
    budget_minor: int | None = None
    currency: str = "CNY"
    completion: str = ""
    is_verified: bool = False


@transaction.atomic
def draft(*, by: User, plan: Plan, group: Group | None = None, brand: Brand | None = None, now: datetime) -> VoteRound:
    """Begin a vote: staff anywhere, moderators for their group, a brand's people about its own proposals.

    Raises: NotAllowed; Invalid by field: `name`, `method`, `entries`, `per_voter`, `seats`, `budget`, `completion`,
        `closes_at`.
    """
    locking.check_may_run(by, group, brand)
    values = _checked(plan, group, brand)
    made = VoteRound.objects.create(
        state=State.DRAFT, group=group, brand=brand, created_by=by, created_at=now, **values
    )
    _enter(made, plan.entries)
    steps.born(made, actor=by, cause="drafted", now=now)
    return made


@transaction.atomic
def edit(*, by: User, vote: VoteRound, plan: Plan, seen: str = "") -> VoteRound:
    """Change a draft.

    Args: seen: the `version_of` what the editor had before them; "" writes over whatever is there.
    Locks: the round. Raises: NotFound, NotAllowed, WrongMoment; as `draft`; versions.ChangedMeanwhile.
    """
    held = locking.hold(by, vote, State.DRAFT)
    versions.check(seen, version_of(held))
    columns.write(held, _checked(plan, held.group, held.brand))
    held.candidates.all().delete()
    _enter(held, plan.entries)
    return held


def version_of(vote: VoteRound) -> str:
    """Return a short name for all that the draft says now. Queries: 1."""
    entries = Candidate.objects.filter(round=vote).order_by("position").values_list("proposal_id", "cost_minor")
    return versions.version_of(vote, WRITTEN, beside=[list(entry) for entry in entries])


@transaction.atomic
def open_(*, by: User, vote: VoteRound, now: datetime) -> VoteRound:
    """Open a vote: method, terms, candidates, seed, and who may vote are frozen from now on, with a public hash.

    Locks: the round. Raises: NotFound, NotAllowed, WrongMoment; Invalid: nobody may vote, its end is not ahead, or a
        proposal is not public any more. Emits: the round's topic; a notice to everybody who may vote.
    """
    held = locking.hold(by, vote, State.DRAFT)
    assert held.closes_at is not None
    if not now < held.closes_at <= now + LONGEST:
        raise errors.Invalid(fields={"closes_at": _("It must end later than now, within sixty days.")})
    entries = list(held.candidates.select_related("proposal").order_by("position"))
    _check_public([entry.proposal for entry in entries], held.group)
    voters = electorate.admit(held)
    if not voters:
        raise errors.Invalid(fields={"voters": _("Nobody could vote: nobody here fulfils what is asked.")})
    held.seed, held.voters, held.opens_at = public_id.secret(16), len(voters), now
    document = rules.document_of(held, entries, voters)
    frozen: dict[str, Any] = {
        "seed": held.seed,
        "voters": held.voters,
        "opens_at": now,
        "rules": document,
        "rules_hash": documents.digest(document),
    }
    steps.take(held, State.OPEN, actor=by, cause="opened", now=now, data={"hash": frozen["rules_hash"]}, **frozen)
    notifying.opened(held, now=now)
    return held


def _checked(plan: Plan, group: Group | None, brand: Brand | None) -> dict[str, Any]:
    method = voting.get(plan.method)
    wrong: Wrong = {}
    values: dict[str, Any] = {
        "names": _texts(plan.names, "name", NAME_LENGTH, wrong, least=3),
        "abouts": _texts(plan.abouts, "about", ABOUT_LENGTH, wrong),
        "method": method.key,
        "per_voter": plan.per_voter,
        "seats": plan.seats,
        "budget_minor": plan.budget_minor,
        "currency": plan.currency,
        "completion": plan.completion,
        "is_verified": plan.is_verified or method.needs_verified,
        "closes_at": plan.closes_at,
    }
    wrong |= _wrong_numbers(plan, method) | _wrong_entries(plan, group, brand)
    if wrong:
        raise errors.Invalid(fields=wrong)
    return values


def _wrong_numbers(plan: Plan, method: voting.Method) -> Wrong:
    wrong: Wrong = {}
    ranges.check(plan, {"per_voter": (1, MOST_PER_VOTER), "seats": (1, MOST_SEATS)}, wrong)
    if plan.budget_minor is None and (method.needs_budget or plan.seats is None):
        wrong["budget"] = _("Say how many can win, or which budget there is.")
    elif plan.budget_minor is not None and not 1 <= plan.budget_minor <= MOST_MINOR:
        wrong["budget"] = _("That is not a budget.")
    if plan.completion not in (method.completions or ("",)):
        wrong["completion"] = _("Please choose one of the list.")
    if plan.currency not in money.EXPONENTS:
        wrong["currency"] = _("Please choose one of the list.")
    return wrong


def _wrong_entries(plan: Plan, group: Group | None, brand: Brand | None) -> Wrong:
    proposals = [entry.proposal for entry in plan.entries]
    if not 2 <= len({each.pk for each in proposals}) == len(proposals) <= MOST_CANDIDATES:
        return {"entries": _("Between two and a hundred different proposals, please.")}
    if any(entry.cost_minor < 0 or entry.cost_minor > MOST_MINOR for entry in plan.entries):
        return {"entries": _("That is not a price.")}
    if plan.budget_minor is not None and any(entry.cost_minor < 1 for entry in plan.entries):
        return {"entries": _("Where there is a budget, everything has a price.")}
    if brand is not None and any(each.brand_id != brand.pk for each in proposals):
        return {"entries": _("A brand asks about proposals that are made to it.")}
    _check_public(proposals, group)
    return {}


def _check_public(proposals: Sequence[Proposal], group: Group | None) -> None:
    """Refuse what voters may not see. Raises: Invalid beside `entries`."""
    for each in proposals:
        is_seen = each.group_id == group.pk if group else each.group.visibility == Group.Visibility.PUBLIC
        if each.state not in PUBLIC_PROPOSAL or each.removed_at is not None or not is_seen:
            raise errors.Invalid(fields={"entries": _("Not everybody who may vote can see all of these.")})


def _enter(made: VoteRound, entries: Sequence[Entry]) -> None:
    Candidate.objects.bulk_create(
        Candidate(round=made, proposal=entry.proposal, cost_minor=entry.cost_minor, position=position)
        for position, entry in enumerate(entries)
    )


def _texts(said: Mapping[str, str], field_: str, most: int, wrong: Wrong, least: int = 0) -> dict[str, str]:
    kept = {}
    for language in LANGUAGES:
        try:
            text = clean.block(said.get(language, ""), field=field_, most=most)
        except errors.Invalid as error:
            wrong |= error.fields
        else:
            if text:
                kept[language] = text
    if least and not any(len(text) >= least for text in kept.values()):
        wrong.setdefault(field_, _("Give it a name, in one language at least."))
    return kept
