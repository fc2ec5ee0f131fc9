"""Taking part: alone or in a team, at any time until the challenge is over. What one does from then on counts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.models import Challenge, ChallengeTeam, Entrant
from gamify.policies import Part
from gamify.registry import scopes
from gamify.selectors import parts
from gamify.services import record
from gamify.services.challenges import locking, telling
from lib import clean, errors

State = Challenge.State
SOURCE, OBJECT = "challenge", "challenge"
ENTER = "enter"
TEAM_NAME_LENGTH = 40


class ForOthers(errors.NotAllowed):
    """It takes place in groups of which one is in none; `data["places"]` says which."""

    code = "gamify.challenge_for_others"
    message = _("This takes place in a group. Join it first, then enter.")


class OwnChallenge(errors.NotAllowed):
    """Who runs a challenge cannot win in it."""

    code = "gamify.challenge_own"
    message = _("You help to run this challenge, so you cannot take part in it.")


class TeamFull(errors.Conflict):
    """Every place of the team is taken."""

    code = "gamify.challenge_team_full"
    message = _("This team is full. Choose another one, or begin your own.")


class OtherTeam(errors.Conflict):
    """One takes part once, in one team; `data["team"]` is which."""

    code = "gamify.challenge_other_team"
    message = _("You take part with another team already, and stay with it.")


class NoSuchPart(errors.Invalid):
    """Everybody takes part alone, or nobody does."""

    code = "gamify.challenge_team_needed"
    message = _("In this challenge people take part in teams. Join one, or begin your own.")


@transaction.atomic
def enter(*, actor: User, challenge: Challenge, now: datetime) -> Entrant:
    """Take part alone; who already does stays as they are.

    Locks: the challenge. Emits: the activity `enter`.
    Raises: NotFound for who may not see it; WrongMoment; ForOthers; OwnChallenge; NoSuchPart when there are teams.
    """
    held, known = _open(actor, challenge)
    if known:
        return known
    check(held, actor, now)
    if held.has_teams:
        raise NoSuchPart
    return _add(held, actor, None, now)


@transaction.atomic
def found(*, actor: User, challenge: Challenge, name: str, now: datetime) -> Entrant:
    """Begin a team and take part with it. Raises: as `enter`; Invalid: no name, or one that another team has."""
    held, known = _open(actor, challenge)
    if known:
        return known
    check(held, actor, now)
    _check_teams(held)
    said = clean.line(name, field="name", most=TEAM_NAME_LENGTH, least=2)
    if ChallengeTeam.objects.filter(challenge=held, name__iexact=said).exists():
        raise errors.Invalid(fields={"name": _("Another team has this name.")})
    team = ChallengeTeam.objects.create(
        challenge=held, name=said, captain=actor, most_members=held.team_size, created_at=now
    )
    return _add(held, actor, team, now)


@transaction.atomic
def join(*, actor: User, team: ChallengeTeam, now: datetime) -> Entrant:
    """Take part with a team, as long as it has room; what it has so far is there for all of it.

    Raises: as `enter`; TeamFull; OtherTeam.
    """
    held, known = _open(actor, team.challenge)
    if known:
        if known.team_id != team.pk:
            raise OtherTeam(team=known.team.public_id if known.team else "")
        return known
    check(held, actor, now)
    _check_teams(held)
    return _add(held, actor, team, now)


def _open(actor: User, challenge: Challenge) -> tuple[Challenge, Entrant | None]:
    """Return the challenge, locked, and the actor's part in it. Raises: NotFound."""
    if not Challenge.objects.visible_to(actor).filter(pk=challenge.pk).exists():
        raise errors.NotFound(code="gamify.challenge_not_found")
    held = locking.challenge(challenge.pk)
    return held, Entrant.objects.filter(challenge=held, user=actor).select_related("team").first()


def check(held: Challenge, actor: User, now: datetime) -> None:
    """Refuse whoever cannot take part now. Raises: WrongMoment, OwnChallenge, ForOthers."""
    locking.check_state(held, State.RUNNING)
    if held.ends_at and held.ends_at <= now:
        raise locking.WrongMoment(state=State.CLOSING)
    if parts.part_in(user=actor, challenge=held) in (Part.EDITOR, Part.OWNER):
        raise OwnChallenge
    if held.places and not set(held.places) & set(scopes.mine(actor)):
        raise ForOthers(places=held.places)


def _check_teams(held: Challenge) -> None:
    if not held.has_teams:
        raise errors.Invalid(_("In this challenge everybody takes part alone."), code="gamify.challenge_alone")


def _add(held: Challenge, actor: User, team: ChallengeTeam | None, now: datetime) -> Entrant:
    if team:
        room = ChallengeTeam.objects.filter(pk=team.pk, challenge=held, members__lt=F("most_members"))
        if not room.update(members=F("members") + 1):
            raise TeamFull
    made = Entrant.objects.create(challenge=held, user=actor, team=team, entered_at=now)
    Challenge.objects.filter(pk=held.pk).update(entrants_count=F("entrants_count") + 1)
    record.activity(
        actor=actor,
        verb=ENTER,
        object=record.Ref(OBJECT, str(held.pk)),
        key=f"challenge:{held.public_id}:enter:{actor.public_id}",
        source=SOURCE,
        now=now,
    )
    telling.entered(made, now)
    telling.touch(held, actor)
    return made
