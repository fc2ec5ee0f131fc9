"""What of a brand's shop waits for its people, what runs, and of that what a visitor may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.brand_registry import Line
from accounts.models import Brand, User
from rewards import paths
from rewards.models import Battle, Campaign, Payment, Plant, Redemption, Reward, Seat, Seed
from rewards.selectors.fulfilment import STAGES
from rewards.selectors.reward_console import STAGES as REQUESTS

SELLING = (Campaign.State.SCHEDULED, Campaign.State.OPEN, Campaign.State.PAUSED, Campaign.State.CLOSING)
PLAYING = (Battle.State.ANNOUNCED, Battle.State.RUNNING, Battle.State.LOCKED, Battle.State.TALLIED)
OFFERED = (Reward.State.OPEN, Reward.State.PAUSED)
MOST = 20


def waiting(user: User, brand: Brand) -> list[Line]:
    """Return what somebody has to do: money owed, parcels, late ones first, requests, ripe plants, drafts back.

    Queries: 11.
    """
    del user  # whoever may open the console does the same work
    return [*_stuck(brand), *_parcels(brand), *_requests(brand), *_ripe(brand), *_sent_back(brand)]


def running(user: User, brand: Brand) -> list[Line]:
    """Return what is announced and not over. Queries: 4."""
    del user
    return [
        *(_line(each, _console(each, "campaign"), _("Campaign"), each.closes_at) for each in _selling(brand)),
        *(_line(each, _console(each, "battle"), _("Battle"), each.ends_at) for each in _playing(brand)),
        *(_line(each, _console(each, "reward"), _("Reward"), each.closes_at) for each in _offered(brand)),
        *(_line(each, _console(each, "seed"), _("Seed")) for each in _sown(brand)),
    ]


def shown(viewer: Any, brand: Brand) -> list[Line]:
    """Return what everybody may take part in now. Queries: 3."""
    del viewer  # nothing here is for some only
    selling = [each for each in _selling(brand) if each.state == Campaign.State.OPEN]
    playing = [each for each in _playing(brand) if each.state in (Battle.State.ANNOUNCED, Battle.State.RUNNING)]
    offered = [each for each in _offered(brand) if each.state == Reward.State.OPEN]
    return [
        *(Line(each.name, paths.of_campaign(each), _("Campaign"), each.tagline, 0, each.closes_at) for each in selling),
        *(Line(each.name, paths.of_battle(each), _("Battle"), "", 0, each.ends_at) for each in playing),
        *(Line(each.name, paths.of_reward(each), _("Reward"), "", 0, each.closes_at) for each in offered),
    ]


def _parcels(brand: Brand) -> Iterable[Line]:
    to_send = Seat.objects.filter(STAGES["send"], campaign__brand=brand).order_by()
    rows = to_send.values_list("campaign").annotate(n=Count("pk"), late=Count("late_at"))
    counted = {pk: (late, n - late) for pk, n, late in rows}
    found = list(Campaign.objects.filter(pk__in=counted).select_related("brand").order_by("pk"))
    for place, kind in enumerate((_("Late: to be sent at once"), _("Parcels to send"))):
        for each in found:
            if number := counted[each.pk][place]:
                url = reverse("rewards:console-orders", args=[brand.slug, each.public_id])
                yield Line(each.name, url, kind, count=number)


def _stuck(brand: Brand) -> Iterable[Line]:
    rows = Payment.objects.filter(stuck_at__isnull=False, seat__campaign__brand=brand).select_related("seat__campaign")
    for each in rows.order_by("stuck_at", "pk")[:MOST]:
        campaign = each.seat.campaign
        url = reverse("rewards:console-order", args=[brand.slug, campaign.public_id, each.seat.public_id])
        yield Line(campaign.name, url, _("Money that the bank does not give back"), count=1)


def _requests(brand: Brand) -> Iterable[Line]:
    waits = Redemption.objects.filter(REQUESTS["answer"] | REQUESTS["send"], reward__brand=brand).order_by()
    is_late = Q(state=Redemption.State.APPROVED, late_at__isnull=False)
    rows = waits.values_list("reward").annotate(n=Count("pk"), late=Count("pk", filter=is_late))
    counted = {pk: (late, n - late) for pk, n, late in rows}
    found = list(Reward.objects.filter(pk__in=counted).select_related("brand").order_by("pk"))
    for place, kind in enumerate((_("Late: to be sent at once"), _("Redemptions to answer or send"))):
        for each in found:
            if number := counted[each.pk][place]:
                url = reverse("rewards:console-redemptions", args=[brand.slug, each.public_id])
                yield Line(each.name, f"{url}?stage=send" if place == 0 else url, kind, count=number)


def _ripe(brand: Brand) -> Iterable[Line]:
    ripe = Plant.objects.filter(state=Plant.State.RIPE, seed__brand=brand).order_by()
    counted = dict(ripe.values_list("seed").annotate(n=Count("pk")))
    for each in Seed.objects.filter(pk__in=counted).order_by("pk"):
        yield Line(each.name, _console(each, "seed", brand), _("Ripe plants"), count=counted[each.pk])


def _sent_back(brand: Brand) -> Iterable[Line]:
    for model, name in ((Campaign, "campaign"), (Battle, "battle"), (Reward, "reward"), (Seed, "seed")):
        for each in model._default_manager.filter(brand=brand, state="draft").exclude(reason="").order_by("pk")[:MOST]:
            yield Line(each.name, _console(each, name, brand), _("Came back from review"), each.reason)


def _selling(brand: Brand) -> list[Campaign]:
    return list(Campaign.objects.filter(brand=brand, state__in=SELLING).select_related("brand").order_by("pk")[:MOST])


def _playing(brand: Brand) -> list[Battle]:
    return list(Battle.objects.filter(brand=brand, state__in=PLAYING).select_related("brand").order_by("pk")[:MOST])


def _offered(brand: Brand) -> list[Reward]:
    return list(Reward.objects.filter(brand=brand, state__in=OFFERED).select_related("brand").order_by("pk")[:MOST])


def _sown(brand: Brand) -> list[Seed]:
    open_ = Seed.objects.filter(brand=brand, state=Seed.State.OPEN)
    return list(open_.select_related("brand").order_by("pk")[:MOST])


def _line(each: Any, url: str, kind: str, until: Any = None) -> Line:
    label = getattr(each, "state_label", None) or each.get_state_display()
    return Line(each.name or _("Without a name"), url, kind, str(label), 0, until)


def _console(each: Any, name: str, brand: Brand | None = None) -> str:
    return reverse(f"rewards:console-{name}", args=[(brand or each.brand).slug, each.public_id])
