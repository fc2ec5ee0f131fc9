"""A challenge's way from a draft over review to its announcement, or to being called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from gamify import prizes
from gamify.models import Challenge, ChallengeTask, Consent, Prize, PrizeLine
from gamify.policies import Action
from gamify.registry import scopes
from gamify.selectors import roles
from gamify.services.challenges import consents, escrows, holdouts, notifying, rules, running
from gamify.services.challenges.locking import challenge_for, check_apart, check_reason, check_state
from gamify.services.challenges.terms import Terms, check_ready, keepable
from gamify.services.places import new_salt
from lib import columns, documents, errors, versions
from lib.machines import steps

State = Challenge.State
EARLY = (State.DRAFT, State.REVIEW, State.ANNOUNCED)


@transaction.atomic
def draft(*, by: User, brand: Brand | None = None, scope: str = "", terms: Terms, now: datetime) -> Challenge:
    """Begin a challenge of a brand, or of a place such as `group:7`; it may be as unfinished as it likes.

    Raises: NotFound, NotAllowed: `by` does not belong to it. Invalid: as `terms.keepable`.
    """
    roles.require_house(user=by, brand=brand, scope=scope, action=Action.WRITE)
    values, tasks, lines = keepable(_checked(terms, by, scope))
    made = Challenge.objects.create(
        state=State.DRAFT, brand=brand, scope=scope, created_by=by, created_at=now, **values
    )
    _write(made, tasks, lines)
    steps.born(made, actor=by, cause="drafted", now=now)
    return made


@transaction.atomic
def edit(*, by: User, challenge: Challenge, terms: Terms, seen: str = "") -> Challenge:
    """Change a draft.

    Args: seen: the `version_of` what the editor had before them; "" writes over whatever is there.
    Locks: the challenge. Raises: as `draft`; WrongMoment when it is not a draft any more; versions.ChangedMeanwhile.
    """
    held = challenge_for(by, challenge, Action.WRITE)
    check_state(held, State.DRAFT)
    versions.check(seen, version_of(held))
    values, tasks, lines = keepable(_checked(terms, by, held.scope))
    columns.write(held, values)
    _write(held, tasks, lines)
    return held


def version_of(challenge: Challenge) -> str:
    """Return a short name for all that the draft says now, its tasks and prizes included. Queries: 2."""
    tasks = challenge.tasks.order_by("position").values_list(*_columns(ChallengeTask))
    lines = challenge.lines.order_by("position").values_list(*_columns(PrizeLine))
    return versions.version_of(challenge, beside=[list(tasks), list(lines)])


def _columns(model: type[ChallengeTask | PrizeLine]) -> list[str]:
    """Return all but the primary key: every save writes the rows anew."""
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def submit(*, by: User, challenge: Challenge, now: datetime) -> Challenge:
    """Hand a draft to the staff of the site, and ask the places in which it shall take place.

    Locks: the challenge. Raises: WrongMoment; Invalid naming every field that is missing or does not fit.
    """
    held = challenge_for(by, challenge, Action.WRITE)
    check_state(held, State.DRAFT)
    check_ready(held, now)
    steps.take(held, State.REVIEW, actor=by, cause="submitted", now=now, reason="")
    consents.ask(held, by=by, now=now)
    notifying.submitted(held, by=by, now=now)
    return held


@transaction.atomic
def approve(*, by: User, challenge: Challenge, now: datetime) -> Challenge:
    """Freeze the rules, put the budget into escrow, choose who is held out, and announce the challenge.

    Locks: the challenge, then its purse.
    Raises: NotAllowed: `by` is not staff, or belongs to those who run it. WrongMoment; Unanswered: a place has not said
        yes or no, or none said yes; purses.TooLittle; Invalid: its time is over by now.
    """
    held = challenge_for(by, challenge, Action.REVIEW)
    check_state(held, State.REVIEW)
    check_ready(held, now)
    places = consents.agreed(held)
    held.places, held.draw_seed, held.rules_salt = places, rules.new_seed(), new_salt()
    held.starts_at = max(held.starts_at or now, now)
    held.is_public = running.is_for_visitors(held)
    held.save(update_fields=["places", "draw_seed", "rules_salt", "starts_at", "is_public"])
    escrow = escrows.place(held, by=by, now=now)
    for line in held.lines.all():
        prizes.get(line.kind).reserve(line, line.places * max(held.team_size, 1), now)
    document = rules.document_of(held)
    said = {"escrow": escrow.amount, "rules": documents.digest(document)}
    frozen = {"rules": document, "rules_hash": said["rules"]}
    steps.take(held, State.ANNOUNCED, actor=by, cause="approved", now=now, data=said, **frozen)
    holdouts.draw(held)
    notifying.announced(held, by=by, now=now)
    notifying.touch(held)
    return held


@transaction.atomic
def send_back(*, by: User, challenge: Challenge, reason: str, now: datetime) -> Challenge:
    """Give a challenge in review back to those who wrote it, saying why.

    Locks: the challenge. Raises: NotAllowed, WrongMoment; Invalid without a reason.
    """
    said = check_reason(reason)
    held = challenge_for(by, challenge, Action.REVIEW)
    check_state(held, State.REVIEW)
    steps.take(held, State.DRAFT, actor=by, cause="sent_back", now=now, data={"reason": said}, reason=said)
    notifying.sent_back(held, by=by, now=now)
    return held


@transaction.atomic
def call_off(*, by: User, challenge: Challenge, reason: str, now: datetime) -> Challenge:
    """End a challenge before it is settled: everything that is not paid returns to the purse. A draft is thrown away.

    An owner of those who run it may until it begins, after that only staff. Locks: the challenge, escrow, purse.
    Raises: NotAllowed, WrongMoment; Invalid without a reason.
    """
    said = check_reason(reason)
    held = challenge_for(by, challenge, Action.CANCEL)
    if held.state not in EARLY:
        roles.require(user=by, challenge=held, action=Action.STOP)
        check_apart(held, by)
    check_state(held, *(state for state, ends in held.PATHS.items() if State.CANCELLED in ends))
    end(held, by=by, cause="called_off", reason=said, now=now)
    return held


def end(held: Challenge, *, by: User, cause: str, reason: str, now: datetime) -> None:
    """Call a locked challenge off, whoever may. Inside a transaction; locks escrow and purse."""
    was_public = held.is_announced
    Prize.objects.filter(challenge=held, state=Prize.State.DUE).update(state=Prize.State.VOID)
    back = escrows.close(held, now=now)
    if was_public:
        give_back(held, now)
    data = {"reason": reason, "returned": back}
    steps.take(held, State.CANCELLED, actor=by, cause=cause, now=now, data=data, reason=reason)
    if was_public:
        notifying.called_off(held, back, by=by, now=now)
        notifying.touch(held)


def give_back(held: Challenge, now: datetime) -> None:
    """Give back what prizes that are not points had set aside and nobody got. Inside a transaction. Queries: 2."""
    given = dict[int, int]()
    for line_id in Prize.objects.filter(challenge=held, state=Prize.State.GIVEN).values_list("line_id", flat=True):
        given[line_id] = given.get(line_id, 0) + 1
    for line in held.lines.all():
        rest = line.places * max(held.team_size, 1) - given.get(line.pk, 0)
        if rest:
            prizes.get(line.kind).give_back(line, rest, now)


def _checked(terms: Terms, by: User, scope: str) -> Terms:
    """Raises: Invalid for a place that `by` may not see; a place's own challenge takes place there only."""
    if scope:
        if any(place != scope for place in terms.places):
            raise errors.Invalid(fields={"places": _("A group's own challenge takes place in that group.")})
    elif any(place == "site" or not scopes.may_see(by, place) for place in terms.places):
        raise errors.Invalid(fields={"places": _("Please choose one of the list.")})
    return terms


def _write(held: Challenge, tasks: Sequence[ChallengeTask], lines: Sequence[PrizeLine]) -> None:
    held.tasks.all().delete()
    held.lines.all().delete()
    for task in tasks:
        task.challenge = held
    for line in lines:
        line.challenge = held
    ChallengeTask.objects.bulk_create(tasks)
    PrizeLine.objects.bulk_create(lines)
    Consent.objects.filter(challenge=held).exclude(scope__in=held.places).delete()
