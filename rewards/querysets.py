"""Which campaigns somebody may see, the only door to them for pages, API and live topics; which teams have room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeAlias

from django.db.models import F, Q, QuerySet

from live.selectors import topics

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from rewards.models import Battle, BuyTeam, Campaign, Reward, Seed  # noqa: F401  # named in the base classes

    Viewer: TypeAlias = User | AnonymousUser

# What was thrown away before it was published has no frozen rules.
_PUBLISHED = ~Q(state__in=("draft", "review")) & ~Q(state="cancelled", rules=None)


class CampaignQuerySet(QuerySet["Campaign"]):
    """Campaigns."""

    def published(self) -> Self:
        """Keep what everybody may see; a campaign that was published stays readable when it is over."""
        return self.filter(_PUBLISHED)

    def visible_to(self, user: Viewer) -> Self:
        """Keep the published, and for a brand's people and the site's staff those that are still written."""
        if not user.is_authenticated:
            return self.published()
        if user.is_staff:
            return self.all()
        return self.filter(_PUBLISHED | Q(brand__in=user.brand_roles.values("brand")))


class TeamQuerySet(QuerySet["BuyTeam"]):
    """Teams."""

    def with_versions(self) -> Self:
        """Read with each team the versions of its topic and of its campaign's."""
        own, campaign = topics.version_beside("buyteam"), topics.version_beside("buy", "campaign_id")
        return self.annotate(team_version=own, campaign_version=campaign)

    def with_room(self, seats: int = 1) -> Self:
        """Keep the teams that form, show themselves, have somebody in, and at least `seats` free.

        A deadline may be over and the team not yet ended: who lets somebody in tests `deadline_at`.
        """
        fits = Q(size__gte=F("seats_taken") + F("house_seats") + seats)
        return self.filter(fits, state="forming", is_listed=True, confirmed__gt=0)

    def by_need(self) -> Self:
        """Put those that miss fewest people in front."""
        return self.order_by(F("needed") - F("confirmed"), "deadline_at", "pk")


class BattleQuerySet(QuerySet["Battle"]):
    """Battles."""

    def visible_to(self, user: Viewer) -> Self:
        """Keep those that were announced, and for a brand's people and the site's staff those still written."""
        announced = ~Q(rules_hash="")
        if not user.is_authenticated:
            return self.filter(announced)
        if user.is_staff:
            return self.all()
        return self.filter(announced | Q(brand__in=user.brand_roles.values("brand")))


class SeedQuerySet(QuerySet["Seed"]):
    """Seeds."""

    def visible_to(self, user: Viewer) -> Self:
        """Keep those that are or were in the garden, and for a brand's people and staff those still written."""
        public = Q(state__in=("open", "closed"))
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_staff:
            return self.all()
        return self.filter(public | Q(brand__in=user.brand_roles.values("brand")))


class RewardQuerySet(QuerySet["Reward"]):
    """Rewards."""

    def published(self) -> Self:
        """Keep what was ever offered; what was redeemed stays readable when it is over."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: Viewer) -> Self:
        """Keep the published, and for a brand's people and the site's staff those that are still written."""
        if not user.is_authenticated:
            return self.published()
        if user.is_staff:
            return self.all()
        return self.filter(Q(published_at__isnull=False) | Q(brand__in=user.brand_roles.values("brand")))
