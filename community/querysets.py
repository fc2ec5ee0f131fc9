"""Which rows somebody may see, the only door to groups and posts for pages, API and live topics; and who leads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from accounts.selectors import hiding
from community.machines import PUBLIC_PROPOSAL
from lib import clock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from community.models import (  # noqa: F401  # named in the base classes
        Group,
        Meetup,
        Membership,
        Post,
        Proposal,
        VoteRound,
    )

    Viewer: TypeAlias = User | AnonymousUser


class Literal(Value):
    """A text written into the SQL itself: databases use a partial index only for a condition that they can see."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[()]]:
        return f"'{self.value}'", ()


PUBLISHED = Literal("published")
LEADERS = ("owner", "moderator")  # the roles of who looks after a group


class MembershipQuerySet(QuerySet["Membership"]):
    """Places of people in groups."""

    def leading(self) -> Self:
        """Keep those of who looks after a group now: its owners and moderators."""
        return self.filter(state="active", role__in=LEADERS)


class GroupQuerySet(QuerySet["Group"]):
    """Groups."""

    def visible_to(self, user: Viewer) -> Self:
        """Keep the groups whose front `user` may see."""
        known = Q(visibility__in=("public", "listed"))
        return self.filter(known | _has_place(user, "pk", "active", "invited"))

    def readable_by(self, user: Viewer) -> Self:
        """Keep the groups whose posts `user` may read."""
        return self.filter(Q(visibility="public") | _has_place(user, "pk", "active"))

    def moderated_by(self, user: Viewer) -> Self:
        """Keep the groups whose reports `user` may decide about: nobody who works for a brand here."""
        return self.filter(_has_place(user, "pk", "active", role__in=LEADERS, user__brand_roles=None))


class PostQuerySet(QuerySet["Post"]):
    """Posts."""

    def published(self) -> Self:
        return self.filter(state=PUBLISHED)

    def visible_to(self, user: Viewer) -> Self:
        """Keep the published posts of groups that `user` may read."""
        return self.published().filter(Q(group__visibility="public") | _has_place(user, "group", "active"))

    def in_groups_of(self, user: Viewer) -> Self:
        """Keep the published posts of the groups that `user` is in."""
        return self.published().filter(_has_place(user, "group", "active"))

    def wanted_by(self, user: Viewer) -> Self:
        """Leave out what people wrote whom `user` hid; it may still be read where it is looked for."""
        hidden = hiding.of(user)
        return self if hidden is None else self.exclude(author__in=hidden)


class MeetupQuerySet(QuerySet["Meetup"]):
    """Meetups."""

    def published(self) -> Self:
        """Keep those that nobody took away: neither a moderator nor, with its words, the account that began it."""
        return self.filter(removed_at=None).exclude(title="")

    def visible_to(self, user: Viewer) -> Self:
        """Keep the published of groups that `user` may read."""
        return self.published().filter(Q(group__visibility="public") | _has_place(user, "group", "active"))

    def ahead(self, now: datetime) -> Self:
        """Keep those that are not over, called off or not."""
        return self.filter(ends_at__gt=now)

    def saying(self, query: str) -> Self:
        """Keep those that have each word of `query`, taken literally, in their title, place or words."""
        found = self
        for word in query.split():
            found = found.filter(Q(title__icontains=word) | Q(venue__icontains=word) | Q(body__icontains=word))
        return found


class ProposalQuerySet(QuerySet["Proposal"]):
    """Proposals."""

    def published(self) -> Self:
        """Keep what was opened and not taken away; what became of it does not matter."""
        return self.filter(state__in=PUBLIC_PROPOSAL, removed_at=None)

    def visible_to(self, user: Viewer) -> Self:
        """Keep the published of groups that `user` may read, those they write or are asked to, and for whoever reviews
        them, staff and the group's moderators, also those that were handed in.
        """
        public = Q(state__in=PUBLIC_PROPOSAL, removed_at=None)
        if not user.is_authenticated:
            return self.filter(public, group__visibility="public")
        handed_in = Q(submitted_at__isnull=False) & ~Q(state="draft")
        readable = public & (Q(group__visibility="public") | _has_place(user, "group", "active"))
        if user.is_staff:
            return self.filter(readable | handed_in | _writes(user))
        judged = handed_in & _has_place(user, "group", "active", role__in=LEADERS)
        return self.filter(readable | judged | _writes(user))


class RoundQuerySet(QuerySet["VoteRound"]):
    """Vote rounds."""

    def visible_to(self, user: Viewer) -> Self:
        """Keep those that were opened in groups that `user` may read, and those that they wrote or staff look after."""
        public = ~Q(rules_hash="") & (
            Q(group=None) | Q(group__visibility="public") | _has_place(user, "group", "active")
        )
        if not user.is_authenticated:
            return self.filter(public)
        return self.all() if user.is_staff else self.filter(public | Q(created_by=user))


def _writes(user: User) -> Q:
    """Say whether `user` wrote the proposal, or is asked to be named for it."""
    authorships = apps.get_model("community", "Authorship")._default_manager
    mine = authorships.filter(proposal=OuterRef("pk"), user=user, state__in=("invited", "accepted"))
    return Q(Exists(mine))


def _has_place(user: Viewer, group: str, *states: str, **narrower: Any) -> Q:
    """Say whether `user` holds one of `states`, unbanned, in the group named by the outer column `group`.

    The clock is read here because a filter is its own edge: `visible_to(user)` must be right wherever it is called.
    """
    if not user.is_authenticated:
        return Q(pk__in=())
    unbanned = Q(banned_until=None) | Q(banned_until__lte=clock.now())
    places = apps.get_model("community", "Membership")._default_manager
    return Q(Exists(places.filter(unbanned, group=OuterRef(group), user=user, state__in=states, **narrower)))
