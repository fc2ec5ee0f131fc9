"""Who may do what in a group: one table, read by every service, page and live topic.

A person's `Standing` in a group is loaded by `selectors.standings`; nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from community.models import Group, Membership
from lib import errors

# A mute or ban "for good" ends then; no time zone carries it over the edge of the calendar.
FOR_GOOD = datetime(9000, 1, 1, tzinfo=UTC)


class Role(StrEnum):
    """What somebody is to a group; a ban makes a member BANNED whatever their role was."""

    VISITOR = "visitor"
    OUTSIDER = "outsider"
    BANNED = "banned"
    INVITED = "invited"
    MEMBER = "member"
    MODERATOR = "moderator"
    OWNER = "owner"


class Action(StrEnum):
    """What may be asked of a group or of something in it."""

    KNOW = "know"
    READ = "read"
    SEE_MEMBERS = "see_members"
    JOIN = "join"
    LEAVE = "leave"
    POST = "post"
    COMMENT = "comment"
    REACT = "react"
    REPORT = "report"
    INVITE = "invite"
    ATTEND = "attend"
    HOST = "host"
    ADMIT = "admit"
    MODERATE = "moderate"
    MANAGE = "manage"
    APPOINT = "appoint"


_ALL = frozenset(Role)
_SIGNED_IN = _ALL - {Role.VISITOR}
_WELCOME = _SIGNED_IN - {Role.BANNED}
_MEMBERS = frozenset({Role.MEMBER, Role.MODERATOR, Role.OWNER})
_MODERATORS = frozenset({Role.MODERATOR, Role.OWNER})
_OWNERS = frozenset({Role.OWNER})
_STRANGERS = frozenset({Role.OUTSIDER, Role.INVITED})

_EVERYWHERE: Mapping[Action, frozenset[Role]] = {
    Action.LEAVE: _MEMBERS,
    Action.POST: _MEMBERS,
    Action.COMMENT: _MEMBERS,
    Action.INVITE: _MEMBERS,
    Action.ATTEND: _MEMBERS,
    Action.HOST: _MODERATORS,
    Action.ADMIT: _MODERATORS,
    Action.MODERATE: _MODERATORS,
    Action.MANAGE: _OWNERS,
    Action.APPOINT: _OWNERS,
}
_BY_VISIBILITY: Mapping[str, Mapping[Action, frozenset[Role]]] = {
    Group.Visibility.PUBLIC: {
        Action.KNOW: _ALL,
        Action.READ: _ALL,
        Action.SEE_MEMBERS: _SIGNED_IN,
        Action.JOIN: _STRANGERS,
        Action.REACT: _WELCOME,
        Action.REPORT: _SIGNED_IN,
    },
    Group.Visibility.LISTED: {
        Action.KNOW: _ALL,
        Action.READ: _MEMBERS,
        Action.SEE_MEMBERS: _MEMBERS,
        Action.JOIN: _STRANGERS,
        Action.REACT: _MEMBERS,
        Action.REPORT: _MEMBERS,
    },
    Group.Visibility.SECRET: {
        Action.KNOW: _MEMBERS | {Role.INVITED},
        Action.READ: _MEMBERS,
        Action.SEE_MEMBERS: _MEMBERS,
        Action.JOIN: frozenset({Role.INVITED}),
        Action.REACT: _MEMBERS,
        Action.REPORT: _MEMBERS,
    },
}
# What an archived group still allows, and what a muted member may not do.
_WHEN_ARCHIVED = frozenset(
    {
        Action.KNOW,
        Action.READ,
        Action.SEE_MEMBERS,
        Action.LEAVE,
        Action.REPORT,
        Action.MODERATE,
        Action.MANAGE,
        Action.APPOINT,  # or its owner could not go
    }
)
_WHEN_MUTED_NOT = frozenset({Action.POST, Action.COMMENT, Action.INVITE, Action.HOST})
_NEEDS: Mapping[Action, Promise] = {
    Action.POST: _("Only members may write here. Join the group first."),
    Action.COMMENT: _("Only members may answer here. Join the group first."),
    Action.REACT: _("Sign in to react."),
    Action.INVITE: _("Only members may invite."),
    Action.ATTEND: _("Only members come to meetups. Join the group first."),
    Action.HOST: _("Only owners and moderators of this group may do that."),
    Action.ADMIT: _("Only moderators of this group may do that."),
    Action.MODERATE: _("Only moderators of this group may do that."),
    Action.MANAGE: _("Only the owner of this group may do that."),
    Action.APPOINT: _("Only the owner of this group may do that."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to one group at one moment; times are set only while they are in force.

    `version` is that of the live topic of their place, where it was read with it.
    """

    role: Role
    state: str = ""
    muted_until: datetime | None = None
    banned_until: datetime | None = None
    version: int = 0

    @property
    def is_member(self) -> bool:
        return self.role in _MEMBERS

    @property
    def is_moderator(self) -> bool:
        return self.role in _MODERATORS

    @property
    def is_owner(self) -> bool:
        return self.role is Role.OWNER

    @property
    def muted_words(self) -> errors.Text:
        """Tell a muted member how long; "" for everybody else."""
        return _muted_words(self.muted_until) if self.muted_until else ""

    @property
    def banned_words(self) -> errors.Text:
        """Tell who is banned how long; "" for everybody else."""
        return _banned_words(self.banned_until) if self.banned_until else ""


class Muted(errors.NotAllowed):
    """The member may read but not write until `data["until"]`."""

    code = "community.muted"


class Banned(errors.NotAllowed):
    """The person may not take part until `data["until"]`."""

    code = "community.banned"


class Archived(errors.NotAllowed):
    """The group is kept as it was."""

    code = "community.archived"
    message = _("This group is archived. You can read it, but nothing new can be added.")


def standing_of(membership: Membership | None, *, is_signed_in: bool, now: datetime) -> Standing:
    """Return what a person is to the group of `membership` (None when they never had anything to do with it)."""
    if membership is None:
        return Standing(Role.OUTSIDER if is_signed_in else Role.VISITOR)
    muted, banned = (_if_ahead(until, now) for until in (membership.muted_until, membership.banned_until))
    version = getattr(membership, "live_version", 0)
    return Standing(_role(membership, is_banned=banned is not None), membership.state, muted, banned, version)


def may(action: Action, group: Group, standing: Standing) -> bool:
    """Say whether the table allows `action`."""
    if group.is_archived and action not in _WHEN_ARCHIVED:
        return False
    if standing.muted_until and action in _WHEN_MUTED_NOT:
        return False
    return _is_in_role(action, group, standing)


def join_policy(group: Group, now: datetime) -> str:
    """Return how one comes in at `now`: by request where anybody could, while the raid switch is on."""
    is_shut = group.join_policy == Group.JoinPolicy.OPEN and group.is_raided(now)
    return Group.JoinPolicy.REQUEST.value if is_shut else group.join_policy


def is_shut(group: Group, standing: Standing) -> bool:
    """Say whether what is in the group can only be read: it is archived, or the person banned."""
    return group.is_archived or standing.role is Role.BANNED


def check(action: Action, group: Group, standing: Standing) -> None:
    """Refuse `action` unless the table allows it.

    Raises:
        NotFound: the person may not know of the group, or of what is in it.
        Archived, Muted, Banned, NotAllowed: they may know, but not do this.
    """
    if may(action, group, standing):
        return
    front = action in (Action.KNOW, Action.JOIN)
    if not _is_in_role(Action.KNOW if front else Action.READ, group, standing):
        raise errors.NotFound(code="community.group_not_found")
    if standing.role is Role.BANNED:
        raise Banned(standing.banned_words, until=standing.banned_until)
    if not _is_in_role(action, group, standing):
        raise errors.NotAllowed(_NEEDS.get(action), code=f"community.may_not_{action}")
    if group.is_archived:
        raise Archived()
    raise Muted(standing.muted_words, until=standing.muted_until)


def outranks(one: Role, other: Role) -> bool:
    """Say whether `one` may act on `other`: nobody moderates a peer of equal rank."""
    order = tuple(Role)
    return one in _MODERATORS and order.index(one) > order.index(other)


def is_for_good(until: datetime | None) -> bool:
    """Say whether a mute or ban has no end."""
    return until is not None and until >= FOR_GOOD


def moment(until: datetime | None) -> str:
    """Return the end of a mute or ban in the reader's zone and language; "" for one that never comes."""
    if until is None or is_for_good(until):
        return ""
    return formats.date_format(timezone.localtime(until), gettext("j F Y, H:i"))


def _is_in_role(action: Action, group: Group, standing: Standing) -> bool:
    roles = _EVERYWHERE.get(action) or _BY_VISIBILITY[group.visibility][action]
    return standing.role in roles


def _role(membership: Membership, *, is_banned: bool) -> Role:
    if is_banned:
        return Role.BANNED
    if membership.is_active:
        return Role(membership.role)
    return Role.INVITED if membership.state == Membership.State.INVITED else Role.OUTSIDER


def _if_ahead(until: datetime | None, now: datetime) -> datetime | None:
    return until if until is not None and until > now else None


def _banned_words(until: datetime | None) -> errors.Text:
    if is_for_good(until):
        return _("You may not take part in this group any more.")
    return _("You may not take part in this group until %(until)s.") % {"until": moment(until)}


def _muted_words(until: datetime | None) -> errors.Text:
    if is_for_good(until):
        return _("You are muted in this group for good. You can still read.")
    return _("You are muted in this group until %(until)s. You can still read.") % {"until": moment(until)}
