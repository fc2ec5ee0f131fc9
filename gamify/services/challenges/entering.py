"""Taking part: alone or in a team, at any time until the challenge is over. What one does from then on counts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts import mailboxes
from accounts.models import User
from accounts.selectors import brands
from gamify.models import Challenge, ChallengeTeam, Entrant, Move
from gamify.policies import Role
from gamify.registry import scopes
from gamify.selectors import roles
from gamify.services import record
from gamify.services.challenges import leaving, locking, notifying
from lib import clean, errors

State = Challenge.State
SOURCE, OBJECT = "challenge", "challenge"
ENTER = "enter"
TEAM_NAME_LENGTH = 40


class ForOthers(errors.NotAllowed):
    """It takes place in groups of which one is in none; `data["places"]` says in which that one may know of."""

    code = "gamify.challenge_for_others"
    message = _("This takes place in a group. Join it first, then enter.")


class OwnChallenge(errors.NotAllowed):
    """Who runs a challenge cannot win in it."""

    code = "gamify.challenge_own"
    message = _("You help to run this challenge, so you cannot take part in it.")


class SamePerson(errors.NotAllowed):
    """Whoever has the mailbox takes part already, or helps to run it."""

    code = "gamify.challenge_same_person"
    message = _("Somebody with your e-mail address takes part already, or helps to run this. One person has one part.")


class TeamFull(errors.Conflict):
    """Every place of the team is taken."""

    code = "gamify.challenge_team_full"
    message = _("This team is full. Choose another one, or begin your own.")


class OtherTeam(errors.Conflict):
    """One takes part with one team, from the first thing one does; `data["team"]` is which."""

    code = "gamify.challenge_other_team"
    message = _("You have done something for another team already, and stay with it.")


class Left(errors.Conflict):
    """Who has done something and left does not come back."""

    code = "gamify.challenge_left"
    message = _("You have left this challenge after doing something in it, so you cannot come back to it.")


class NoSuchPart(errors.Invalid):
    """Everybody takes part alone, or nobody does."""

    code = "gamify.challenge_team_needed"
    message = _("In this challenge people take part in teams. Join one, or begin your own.")


@transaction.atomic
def enter(*, actor: User, challenge: Challenge, now: datetime) -> Entrant:
    """Take part alone; who already does stays as they are.

    Locks: the challenge. Emits: the activity `enter`.
    Raises: NotFound for who may not see it; WrongMoment; ForOthers; OwnChallenge; SamePerson; NoSuchPart when there are
        teams.
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
    """Take part with a team, as long as it has room; what it has so far is there for all of it. Who has done nothing
    yet for another team goes over to this one.

    Raises: as `enter`; TeamFull; OtherTeam.
    """
    held, known = _open(actor, team.challenge)
    if known and known.team_id == team.pk:
        return known
    if known and leaving.has_done(known):
        raise OtherTeam(team=known.team.public_id if known.team else "")
    check(held, actor, now)
    _check_teams(held)
    if known is None:
        return _add(held, actor, team, now)
    _take_place(held, team)
    moved = leaving.change_team(known, team, now)
    notifying.touch(held, actor)
    return moved


def _open(actor: User, challenge: Challenge) -> tuple[Challenge, Entrant | None]:
    """Return the challenge, locked, and the actor's part in it. Raises: NotFound."""
    if not Challenge.objects.visible_to(actor).filter(pk=challenge.pk).exists():
        raise errors.NotFound(code="gamify.challenge_not_found")
    held = locking.challenge(challenge.pk)
    here = Entrant.objects.filter(challenge=held, user=actor, left_at=None)
    return held, here.select_related("team", "user").first()


def check(held: Challenge, actor: User, now: datetime) -> None:
    """Refuse whoever cannot take part now. Raises: WrongMoment, OwnChallenge, ForOthers, Left."""
    locking.check_state(held, State.RUNNING)
    if held.ends_at and held.ends_at <= now:
        raise locking.WrongMoment(state=State.CLOSING)
    if roles.role_in(user=actor, challenge=held) in (Role.EDITOR, Role.OWNER) or _had_a_hand(held, actor):
        raise OwnChallenge
    if Entrant.objects.filter(challenge=held, user=actor, left_at__isnull=False).exists():
        raise Left
    if held.places and not set(held.places) & set(scopes.mine(actor)):
        raise ForOthers(places=sorted(scopes.visible(actor, held.places)))


def _had_a_hand(held: Challenge, actor: User) -> bool:
    """Say whether they wrote or approved it, or worked for its brand since it was begun: stepping down is no way in."""
    if held.created_by_id == actor.pk or Move.objects.filter(kind=held.KIND, row_id=held.pk, actor=actor).exists():
        return True
    return held.brand is not None and brands.has_left(user=actor, brand=held.brand, since=held.created_at)


def _check_teams(held: Challenge) -> None:
    if not held.has_teams:
        raise errors.Invalid(_("In this challenge everybody takes part alone."), code="gamify.challenge_alone")


def _add(held: Challenge, actor: User, team: ChallengeTeam | None, now: datetime) -> Entrant:
    if _is_twice(held, actor):
        raise SamePerson
    if team:
        _take_place(held, team)
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
    notifying.entered(made, now)
    notifying.touch(held, actor)
    return made


def _is_twice(held: Challenge, actor: User) -> bool:
    """Say whether somebody of the same mailbox takes part, or runs it. Queries: 2."""
    first = actor.email[:1]
    here = held.entrants.exclude(user=actor).filter(user__email__istartswith=first)
    house = [person.email for person in notifying.house(held)]
    return mailboxes.is_among(actor.email, (*house, *here.values_list("user__email", flat=True)))


def _take_place(held: Challenge, team: ChallengeTeam) -> None:
    """Raises: TeamFull."""
    room = ChallengeTeam.objects.filter(pk=team.pk, challenge=held, members__lt=F("most_members"))
    if not room.update(members=F("members") + 1):
        raise TeamFull
