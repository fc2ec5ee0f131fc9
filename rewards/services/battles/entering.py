"""Choosing a team: one for each person and battle, until it is full or the battle is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from accounts import mailboxes
from accounts.models import User
from gamify.registry import scopes
from lib import errors
from live.services import topics
from rewards.machines import LIVE_SEAT
from rewards.models import Battle, BattlePlayer, BattleTeam, BuyTeam, Seat
from rewards.services.battles import notifying
from rewards.services.battles.terms import MOST_TEAMS
from rewards.services.listings import check_state

State = Battle.State
OPEN = (State.ANNOUNCED, State.RUNNING)
IN = tuple(state for state in LIVE_SEAT if state != Seat.State.HELD)


class SideFull(errors.Conflict):
    """Every place of this team is taken."""

    code = "rewards.battle_team_full"
    message = _("This team is full. There may be room in another one.")


class OtherSide(errors.Conflict):
    """One plays for one team; `data["team"]` is which."""

    code = "rewards.battle_other_team"
    message = _("You already play for another team, and stay with it.")


class NotOfThem(errors.NotAllowed):
    """The team belongs to a group or to a team that buys, and one is not in it."""

    code = "rewards.battle_not_of_them"
    message = _("Only those who belong to it play for this team.")


class SamePerson(errors.NotAllowed):
    """Whoever has the mailbox plays already."""

    code = "rewards.battle_same_person"
    message = _("Somebody with your e-mail address plays already. One person plays once.")


class TooManyTeams(errors.Conflict):
    """The battle has as many teams as it can have."""

    code = "rewards.battle_too_many_teams"
    message = _("There is no room for another team in this battle.")


@transaction.atomic
def join(*, actor: User, team: BattleTeam, now: datetime) -> BattlePlayer:
    """Play for `team`; who already does stays as they are.

    Locks: the battle. Raises: WrongMoment, SideFull, OtherSide, NotOfThem, SamePerson.
    """
    battle = _lock(team.battle_id)
    mine = _mine(battle, actor)
    if mine:
        if mine.team_id != team.pk:
            raise OtherSide(team=mine.team.public_id)
        return mine
    check_state(battle, *OPEN)
    _check_belongs(actor, team)
    if _is_twice(battle, actor):
        raise SamePerson
    player = _add(battle, team, actor, now)
    topics.touch(f"battle:{battle.pk}")
    return player


@transaction.atomic
def leave(*, actor: User, battle: Battle) -> None:
    """Play for nobody, as long as the battle has not begun. Locks: the battle. Raises: WrongMoment."""
    held = _lock(battle.pk)
    mine = _mine(held, actor)
    if mine is None:
        return
    check_state(held, State.ANNOUNCED)
    mine.delete()
    BattleTeam.objects.filter(pk=mine.team_id).update(players=F("players") - 1)
    topics.touch(f"battle:{held.pk}")


@transaction.atomic
def enter(*, actor: User, battle: Battle, buyteam: BuyTeam, now: datetime) -> BattleTeam:
    """Let a buying team of the battle's campaign enter, by its captain; its members play, later ones too.

    Who already plays for another team, or from another account, stays there. Twice changes nothing. Locks: the battle.
    Raises: NotFound: not a team of the campaign. NotAllowed: not its captain. WrongMoment; TooManyTeams.
    """
    held = _lock(battle.pk)
    if buyteam.campaign_id != held.campaign_id:
        raise errors.NotFound(code="rewards.team_not_found")
    if buyteam.captain_id != actor.pk:
        raise errors.NotAllowed(_("Only the captain can enter the team."), code="rewards.not_captain")
    known = BattleTeam.objects.filter(battle=held, buyteam=buyteam).first()
    if known:
        return known
    check_state(held, *OPEN)
    team = _new_team(held, buyteam)
    members = Seat.objects.filter(team=buyteam, state__in=IN).select_related("user").order_by("confirmed_at", "pk")
    for seat in members[: team.most_players]:
        if not _mine(held, seat.user) and not _is_twice(held, seat.user):
            _add(held, team, seat.user, now)
    notifying.entered(held, team, actor, now)
    topics.touch(f"battle:{held.pk}")
    return team


def follow(seat: Seat, now: datetime) -> None:
    """Let somebody who just came into a buying team play in the battles that it is in. Inside a transaction.

    Locks: those battles, after the rows of the seat. Queries: 1 without any.
    """
    entered = BattleTeam.objects.filter(buyteam=seat.team_id, battle__state__in=OPEN).order_by("battle_id")
    for team in entered:
        battle = _lock(team.battle_id)
        team.refresh_from_db(fields=["players"])
        plays = _mine(battle, seat.user) or _is_twice(battle, seat.user)
        if battle.state in OPEN and not team.is_full and not plays:
            _add(battle, team, seat.user, now)
            topics.touch(f"battle:{battle.pk}")


def _lock(pk: int) -> Battle:
    return Battle.objects.select_for_update(no_key=True).get(pk=pk)


def _mine(battle: Battle, user: User) -> BattlePlayer | None:
    return BattlePlayer.objects.filter(battle=battle, user=user).select_related("team").first()


def _is_twice(battle: Battle, user: User) -> bool:
    """Say whether somebody of the same mailbox plays. Queries: 1."""
    others = BattlePlayer.objects.filter(battle=battle, user__email__istartswith=user.email[:1]).exclude(user=user)
    return mailboxes.is_among(user.email, others.values_list("user__email", flat=True))


def _check_belongs(actor: User, team: BattleTeam) -> None:
    if team.scope and team.scope not in scopes.mine(actor):
        raise NotOfThem
    if team.buyteam_id and not Seat.objects.filter(team=team.buyteam_id, user=actor, state__in=IN).exists():
        raise NotOfThem


def _add(battle: Battle, team: BattleTeam, user: User, now: datetime) -> BattlePlayer:
    """Take a place by a guarded update; the database refuses a second team for one person."""
    free = BattleTeam.objects.filter(pk=team.pk, players__lt=F("most_players"))
    if not free.update(players=F("players") + 1):
        raise SideFull
    return BattlePlayer.objects.create(battle=battle, team=team, user=user, joined_at=now)


def _new_team(battle: Battle, buyteam: BuyTeam) -> BattleTeam:
    last = battle.teams.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    if battle.teams.count() >= MOST_TEAMS:
        raise TooManyTeams
    names = {"en": buyteam.name or buyteam.captain.display_name}
    return BattleTeam.objects.create(
        battle=battle, names=names, buyteam=buyteam, position=place, most_players=battle.most_players
    )
