"""Which rows somebody may see: the only door to groups and posts for pages, API and live topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeAlias

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from lib import clock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from community.models import Group, Post  # noqa: F401  # named in the base classes

    Viewer: TypeAlias = User | AnonymousUser


class Literal(Value):
    """A text written into the SQL itself: databases use a partial index only for a condition that they can see."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[()]]:
        return f"'{self.value}'", ()


PUBLISHED = Literal("published")


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
        return self.filter(_has_place(user, "pk", "active", role__in=("owner", "moderator"), user__brand_roles=None))


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


def _has_place(user: Viewer, group: str, *states: str, **narrower: Any) -> Q:
    """Say whether `user` holds one of `states`, unbanned, in the group named by the outer column `group`.

    The clock is read here because a filter is its own edge: `visible_to(user)` must be right wherever it is called.
    """
    if not user.is_authenticated:
        return Q(pk__in=())
    unbanned = Q(banned_until=None) | Q(banned_until__lte=clock.now())
    places = apps.get_model("community", "Membership")._default_manager
    return Q(Exists(places.filter(unbanned, group=OuterRef(group), user=user, state__in=states, **narrower)))
