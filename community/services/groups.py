"""Founding, changing and archiving groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import policies
from community.models import AutomodRule, Group, GroupRule, Membership
from community.selectors import standings
from community.services import group_texts, membership_changes
from gamify.selectors import players
from lib import columns, errors
from live.services import topics

MOST_FOUNDED_A_DAY = 3
TWICE = timedelta(minutes=2)
Draft = group_texts.Draft
Rule = group_texts.Rule


@transaction.atomic
def create(*, actor: User, draft: Draft, now: datetime) -> Group:
    """Found a group and become its owner; the same again within TWICE, as from a button pressed twice, is that group.

    Locks: the actor, so that the twin waits. Raises:
        Invalid: naming each field that is wrong, a taken address too.
        NotAllowed: the actor's level is below HEARTH_FOUNDER_LEVEL.
        RateLimited: they founded MOST_FOUNDED_A_DAY groups in the last 24 hours.
    Emits: activity `join` of the founder.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    values, rules = group_texts.clean_draft(draft)
    twin = _founded(actor, since=now - TWICE).filter(names=values["names"]).first()
    if twin is not None and draft.slug in ("", twin.slug):
        return twin
    _check_founder(actor, now)
    slug = group_texts.slug_of(draft)
    try:
        with transaction.atomic():
            group = Group.objects.create(slug=slug, created_at=now, **values)
    except IntegrityError as error:
        raise errors.Invalid(fields={"slug": _("This address is taken.")}, code="community.slug_taken") from error
    _write_rules(group, rules, now=now)
    membership_changes.enter(membership_changes.lock(group=group, user=actor), now=now, role=Membership.Role.OWNER)
    return group


@transaction.atomic
def edit(*, actor: User, group: Group, draft: Draft, now: datetime) -> Group:
    """Change a group's texts, door and rules; its address stays. Rules that changed are retired, never rewritten.

    Locks: the group.
    Raises:
        NotAllowed: the actor does not own the group. Invalid: naming each field that is wrong.
    """
    membership_changes.lock(group=group, user=actor)
    standings.check(user=actor, group=group, action=policies.Action.MANAGE, now=now)
    values, rules = group_texts.clean_draft(draft)
    hid = values["visibility"] != Group.Visibility.PUBLIC == group.visibility
    columns.write(group, values)
    _write_rules(group, rules, now=now)
    membership_changes.renew(group)
    topics.touch(f"group:{group.pk}:feed", *(["feed:public"] if hid else []))
    if hid:
        topics.doubt()
    return group


@transaction.atomic
def archive(*, actor: User, group: Group, is_archived: bool, now: datetime) -> Group:
    """Close the group to everything new, or open it again; it stays readable. Raises NotAllowed for non-owners."""
    standings.check(user=actor, group=group, action=policies.Action.MANAGE, now=now)
    group.archived_at = now if is_archived else None
    group.save(update_fields=["archived_at"])
    topics.touch(f"group:{group.pk}:feed")
    return group


def _check_founder(actor: User, now: datetime) -> None:
    needed = settings.HEARTH_FOUNDER_LEVEL
    if needed > 1 and players.card(user=actor).level < needed:
        message = _("From level %(level)s on you can found a group.") % {"level": needed}
        raise errors.NotAllowed(message, code="community.founder_level", level=needed)
    if _founded(actor, since=now - timedelta(days=1)).count() >= MOST_FOUNDED_A_DAY:
        message = _("You can found %(most)s groups a day.") % {"most": MOST_FOUNDED_A_DAY}
        raise errors.RateLimited(message, code="community.founded_enough", retry_seconds=86_400)


def _founded(actor: User, *, since: datetime) -> QuerySet[Group]:
    """Return the groups that the actor owns and that are younger than `since`."""
    mine = {"memberships__user": actor, "memberships__role": Membership.Role.OWNER}
    return Group.objects.filter(created_at__gt=since, **mine)


def _write_rules(group: Group, rules: Sequence[Rule], *, now: datetime) -> None:
    """Number the rules anew: what reads the same stays the same row, everything else is retired and written again."""
    kept = {(row.number, _words(row.titles), _words(row.bodies)): row for row in group.rules.filter(retired_at=None)}
    fresh = []
    for number, rule in enumerate(rules, start=1):
        if kept.pop((number, _words(rule.titles), _words(rule.bodies)), None) is None:
            fresh.append(GroupRule(group=group, number=number, titles=dict(rule.titles), bodies=dict(rule.bodies)))
    GroupRule.objects.filter(pk__in=[row.pk for row in kept.values()]).update(retired_at=now)
    GroupRule.objects.bulk_create(fresh)
    for row in fresh:  # what automod does in the name of a number, it does in its new words
        AutomodRule.objects.filter(group=group, rule__number=row.number).update(rule=row)


def _words(texts: group_texts.Texts) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(texts.items()))
