"""Which challenges somebody may see: the only door to them for pages, API, notices and live topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet

from gamify.registry import scopes

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from gamify.models import Challenge  # noqa: F401  # named in the base class

Viewer: TypeAlias = "User | AnonymousUser"


class ChallengeQuerySet(QuerySet["Challenge"]):
    """Challenges."""

    def announced(self) -> Self:
        """Keep what was announced once: its rules are frozen, and it stays readable when it is over."""
        return self.exclude(rules_hash="")

    def visible_to(self, user: Viewer) -> Self:
        """Keep the announced that are public or in a place of theirs, unless they are held out of it. Where the place
        took back its yes, those of it who take part still see it.

        Who runs a challenge sees it in every state, and the site's staff see all. Queries: 2 a kind of place, none for
        visitors and staff.
        """
        if not user.is_authenticated:
            return self.announced().filter(is_public=True)
        if user.is_staff:
            return self.all()
        places = scopes.mine(user)
        here = Q(consents__scope__in=places, consents__state="agreed") | Q(scope__in=places)
        took_back = Q(consents__scope__in=places, consents__state="withdrawn")
        still_in = Q(entrants__user=user, entrants__left_at=None)
        left_in = self.model._default_manager.filter(took_back & still_in).values("pk")
        near = Q(is_public=True) | Q(pk__in=self.model._default_manager.filter(here).values("pk")) | Q(pk__in=left_in)
        theirs = Q(brand__in=user.brand_roles.values("brand")) | Q(scope__in=scopes.run_by(user))
        return self.filter(~Q(rules_hash="") & near & ~_holds_out(user) | theirs)


def _holds_out(user: User) -> Q:
    from gamify.models import Audience  # the models import this module

    return Q(Exists(Audience.objects.filter(challenge=OuterRef("pk"), user=user, arm="holdout")))
