"""The raid switch: for some hours newcomers write by approval, and nobody comes in at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community.models import Group, SiteRaid
from community.selectors import standings
from community.services import membership_changes, modlog
from community.services.automod import rules
from lib import columns, errors
from live.services import topics

HOURS = (1, 6, 24, 72)
SITE_TOPIC = "raid:site"


@transaction.atomic
def begin(*, by: User, group: Group, hours: int, now: datetime) -> Group:
    """Switch it on for `hours` from now; again sets the end anew.

    Locks: the group, the moderator's place. Raises: NotFound, NotAllowed by policy; BrandStaffMayNot; Invalid.
    Emits: topic of the group's raid line; a line in the log.
    """
    held = rules.enter(by=by, group=group, now=now)
    until = now + timedelta(hours=_checked(hours))
    _write(held, until)
    modlog.note("raid", group=held, by=by, until=until, now=now)
    return held


@transaction.atomic
def end(*, by: User, group: Group, now: datetime) -> Group:
    """Switch it off before its time; when it is over already, nothing happens. As `begin`."""
    held = rules.enter(by=by, group=group, now=now)
    if held.is_raided(now):
        _write(held, None)
        modlog.note("calm", group=held, by=by, now=now)
    return held


@transaction.atomic
def begin_site(*, by: User, hours: int, now: datetime) -> SiteRaid:
    """Have the texts of very new accounts approved in every public group: as one of the staff.

    Raises: NotFound; BrandStaffMayNot; Invalid. Emits: topic of the staff's switch.
    """
    _check_staff(by)
    until = now + timedelta(hours=_checked(hours))
    SiteRaid.objects.filter(ends_at__gt=now).update(ends_at=now, ended_by=by)
    made = SiteRaid.objects.create(began_at=now, ends_at=until, by=by)
    topics.touch(SITE_TOPIC)
    return made


@transaction.atomic
def end_site(*, by: User, now: datetime) -> int:
    """Switch it off; return how many were on, for two of the staff may have switched at once. As `begin_site`."""
    _check_staff(by)
    ended: int = SiteRaid.objects.filter(ends_at__gt=now).update(ends_at=now, ended_by=by)
    topics.touch(SITE_TOPIC)
    return ended


def topic_of(group: Group) -> str:
    """Return the topic on which the switch of a group is announced."""
    return group.scope


def _write(group: Group, until: datetime | None) -> None:
    columns.write(group, {"raid_until": until})
    membership_changes.renew(group)
    topics.touch(topic_of(group))


def _checked(hours: int) -> int:
    if hours not in HOURS:
        raise errors.Invalid(fields={"hours": _("Please choose for how long.")})
    return hours


def _check_staff(by: User) -> None:
    if not by.is_staff:
        raise errors.NotFound()
    standings.check_independent(by)
