"""What the game knows of a member's road: days, challenges, badges. No points, and nobody beside anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts import road
from accounts.models import User
from accounts.road import GOOD, HARD, PART, VALUE, Step, Touch, Touches, Trace
from gamify import paths
from gamify.models import Activity, Award, Challenge, Entrant, Tier, TierStep


def _days(user: User) -> Trace | None:
    undone = Activity.objects.filter(undoes=OuterRef("pk"))
    return road.trace(Activity.objects.filter(~Exists(undone), actor=user, verb="visit"), "occurred_at")


def _challenges(user: User) -> Trace | None:
    mine = Entrant.objects.filter(user=user, left_at=None).select_related("challenge")
    return road.trace(
        mine,
        "entered_at",
        tell=lambda row: (row.challenge.name, paths.of_challenge(row.challenge)),
        among=Challenge.objects.visible_to(user),
        to="challenge",
    )


def _badges(user: User) -> Trace | None:
    mine = Award.objects.filter(user=user, revoked_at=None).select_related("badge")
    return road.trace(mine, "awarded_at", tell=lambda row: (row.badge.name, reverse("gamify:badge-list")))


def _earned(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = Award.objects.filter(user=user, revoked_at=None, awarded_at__gte=since, awarded_at__lt=until)
    for row in rows.select_related("badge").order_by("-awarded_at", "-pk")[:most]:
        words = _("You earned the badge “%(name)s”.") % {"name": row.badge.name}
        yield Touch(row.awarded_at, words, reverse("gamify:badge-list"), GOOD)


def _finished(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = Entrant.objects.filter(user=user, left_at=None, finished_at__gte=since, finished_at__lt=until)
    rows = rows.filter(challenge__in=Challenge.objects.visible_to(user))
    for row in rows.select_related("challenge").order_by("-finished_at", "-pk")[:most]:
        words = _("You finished “%(name)s”.") % {"name": row.challenge.name}
        yield Touch(row.finished_at or since, words, paths.of_challenge(row.challenge), GOOD)


def _tiers(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    """Queries: 2."""
    rows = TierStep.objects.filter(user=user, change__in=("rose", "fell"), at__gte=since, at__lt=until)
    found = list(rows.order_by("-at", "-pk")[:most])
    tiers = Tier.objects.in_bulk([key for row in found for key in (row.before, row.after)])
    for row in found:
        has_risen = row.change == TierStep.Kind.ROSE
        tier = tiers.get(row.after if has_risen else row.before)
        if tier is not None:
            words = (
                _("You have come to the tier “%(name)s”.") if has_risen else _("The tier “%(name)s” came to its end.")
            )
            yield Touch(row.at, words % {"name": tier.name}, "", GOOD if has_risen else HARD)


for entry in (
    Step("days", PART, 1, gettext_lazy("Days on which you were here"), _days),
    Step("challenges", PART, 2, gettext_lazy("Challenges you took part in"), _challenges),
    Step("badges", VALUE, 2, gettext_lazy("Badges you earned"), _badges),
    Touches("badges-earned", "moments", "award", _earned),
    Touches("tiers", "moments", "sprout", _tiers),
    Touches("challenges-finished", "moments", "flag", _finished),
):
    road.add(entry)
