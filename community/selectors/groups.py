"""Groups as pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from community import policies
from community.models import Group, GroupRule, Membership
from community.policies import Standing
from community.querysets import LEADERS, GroupQuerySet
from community.selectors import decisions, moods, standings
from lib import clean, lookup, paging

if TYPE_CHECKING:
    from community.querysets import Viewer

SIZE = 24
SMALL = 30
MOST_CLOSED = 10
FACES = 4
QUERY_LENGTH = 60


@dataclass(frozen=True)
class GroupCard:
    """A group in a list; `state` is the viewer's: "active", "requested", "invited" or ""."""

    url: str
    slug: str
    name: str
    tagline: str
    icon: str
    mood: str
    member_count: int
    is_closed: bool
    state: str = ""
    people: tuple[User, ...] = ()

    @property
    def is_member(self) -> bool:
        return self.state == Membership.State.ACTIVE

    @property
    def people_words(self) -> str:
        """Name those who look after the group, for those who do not see their faces."""
        names = _(", ").join(person.display_name for person in self.people)
        return _("Looked after by %(names)s") % {"names": names}


@dataclass(frozen=True)
class Directory:
    """Some groups and the cursor to the next ones."""

    groups: tuple[GroupCard, ...]
    next_cursor: str = ""


@dataclass(frozen=True)
class Front:
    """What everybody who may know of a group sees of it; `sanction` is the decision that mutes or bans the viewer."""

    group: Group
    standing: Standing
    door: str
    rules: tuple[GroupRule, ...]
    moderators: tuple[Membership, ...]
    band: moods.Band | None
    waiting: int
    may_judge: bool
    sanction: int | None = None

    @property
    def is_left_alone(self) -> bool:
        """Say whether nobody looks after it, as when all have left."""
        return not any(place.user.is_active for place in self.moderators)

    def may(self, action: str) -> bool:
        return policies.may(policies.Action(action), self.group, self.standing)


def directory(*, viewer: Viewer, query: str = "", mine: bool = False, door: str = "", after: str = "") -> Directory:
    """Return groups that `viewer` may know, largest first. Queries: 3 (2 for visitors).

    Args:
        query: part of a name or tagline in any language, taken literally.
        mine: only groups the viewer is in. door: only this join policy.
    """
    groups = Group.objects.visible_to(viewer).filter(archived_at=None)
    if asked := clean.sought(query, most=QUERY_LENGTH):
        groups = groups.filter(lookup.named(asked, "names", "taglines") | Q(slug__icontains=asked))
    if mine and viewer.is_authenticated:
        groups = groups.filter(memberships__user=viewer, memberships__state=Membership.State.ACTIVE)
    if door in Group.JoinPolicy.values:
        groups = groups.filter(join_policy=door)
    found = list(_after(groups, after).order_by("-member_count", "-pk")[: SIZE + 1])
    shown = found[:SIZE]
    return Directory(
        groups=_cards(shown, viewer),
        next_cursor=paging.encode([shown[-1].member_count, shown[-1].pk]) if len(found) > SIZE else "",
    )


def small_ones(*, viewer: Viewer, most: int = 4) -> tuple[GroupCard, ...]:
    """Return groups with few members that the viewer is not in, the newest first. Queries: 4 (2 for visitors)."""
    inside = [group.pk for group in mine(user=viewer)]
    groups = Group.objects.visible_to(viewer).filter(archived_at=None, member_count__lte=SMALL).exclude(pk__in=inside)
    return _cards(list(groups.order_by("-created_at", "-pk")[:most]), viewer)


def mine(*, user: Viewer) -> tuple[Group, ...]:
    """Return the groups the person is in, largest first. Queries: 1, none for visitors."""
    if not user.is_authenticated:
        return ()
    inside = Group.objects.filter(memberships__user=user, memberships__state=Membership.State.ACTIVE)
    return tuple(inside.annotate(my_role=F("memberships__role")).order_by("-member_count", "-pk"))


def is_led(group: Group) -> bool:
    """Say whether the person of `mine` looks after this one of their groups. Queries: none."""
    return getattr(group, "my_role", "") in LEADERS


def closed_of(*, user: Viewer) -> tuple[int, ...]:
    """Return this person's groups that others may not read, at most MOST_CLOSED. Queries: 1, none for visitors."""
    if not user.is_authenticated:
        return ()
    inside = Group.objects.filter(memberships__user=user, memberships__state=Membership.State.ACTIVE)
    closed = inside.exclude(visibility=Group.Visibility.PUBLIC)
    return tuple(closed.order_by("-pk").values_list("pk", flat=True)[:MOST_CLOSED])


def front(*, group: Group, viewer: Viewer, standing: Standing, now: datetime) -> Front:
    """Return the group's page without its feed.

    Queries: 2, two more for moderators (requests, work for a brand), one for who is muted or banned, and those of the
    cached mood band.
    """
    staff = Membership.objects.leading().filter(group=group)
    asked = Membership.objects.filter(group=group, role=Membership.Role.MEMBER, state=Membership.State.REQUESTED)
    may_read = policies.may(policies.Action.READ, group, standing)
    return Front(
        group=group,
        standing=standing,
        door=door_of(group, standing, now),
        rules=tuple(group.rules.filter(retired_at=None).order_by("number", "pk")),
        moderators=tuple(staff.select_related("user").order_by("-role", "joined_at", "pk")),
        band=moods.band_of(group=group, now=now) if may_read else None,
        waiting=asked.count() if standing.is_moderator else 0,
        may_judge=standings.is_judge(user=viewer, standing=standing),
        sanction=decisions.find_sanction(group=group, user=viewer, standing=standing),
    )


def frame_of(*, group: Group, standing: Standing, now: datetime) -> str | None:
    """Return all that head and side of the group's page show, as one text: whoever has the same text sees the same.

    None for those whose page is theirs alone: muted, banned, and moderators, who see how many are waiting.
    Queries: those of the cached mood band.
    """
    if standing.is_moderator or standing.muted_until or standing.banned_until:
        return None
    band = moods.band_of(group=group, now=now) if policies.may(policies.Action.READ, group, standing) else None
    row = (group.pk, group.slug, group.version, group.names, group.taglines, group.icon, group.mood, group.visibility)
    door = (group.join_policy, group.join_question, group.archived_at, group.member_count, group.post_count)
    raid = group.raid_until if group.is_raided(now) else None
    return repr((row, door, raid, standing.role, standing.state, band))


def door_of(group: Group, standing: Standing, now: datetime) -> str:
    """Return what the join button says: in, asked, invited, banned, archived, sign-in, open, ask or closed."""
    if standing.is_member:
        return "in"
    if standing.role is policies.Role.BANNED:
        return "banned"
    if group.is_archived:
        return "archived"
    if standing.role is policies.Role.VISITOR:
        return "sign-in"
    if standing.state == Membership.State.INVITED:
        return "invited"
    policy = policies.join_policy(group, now)
    if standing.state == Membership.State.REQUESTED and policy != Group.JoinPolicy.OPEN:
        return "asked"
    return {Group.JoinPolicy.OPEN.value: "open", Group.JoinPolicy.REQUEST.value: "ask"}.get(policy, "closed")


def _after(groups: GroupQuerySet, after: str) -> GroupQuerySet:
    match paging.decode(after):
        case [members, pk] if paging.whole(members) is not None and paging.whole(pk) is not None:
            return groups.filter(Q(member_count__lt=members) | Q(pk__lt=pk), member_count__lte=members)
    return groups


def _cards(groups: Sequence[Group], viewer: Viewer) -> tuple[GroupCard, ...]:
    states: dict[int, str] = {}
    if viewer.is_authenticated:
        states = dict(Membership.objects.filter(user=viewer, group__in=groups).values_list("group_id", "state"))
    faces = _faces(groups)
    return tuple(
        GroupCard(
            url=reverse("community:group-detail", args=[group.slug]),
            slug=group.slug,
            name=group.name,
            tagline=group.tagline,
            icon=group.icon,
            mood=group.mood,
            member_count=group.member_count,
            is_closed=group.join_policy != Group.JoinPolicy.OPEN,
            state=states.get(group.pk, ""),
            people=tuple(faces[group.pk][:FACES]),
        )
        for group in groups
    )


def _faces(groups: Sequence[Group]) -> Mapping[int, list[User]]:
    staff = Membership.objects.leading().filter(group__in=groups)
    faces: dict[int, list[User]] = defaultdict(list)
    for place in staff.select_related("user").order_by("-role", "joined_at", "pk"):
        faces[place.group_id].append(place.user)
    return faces
