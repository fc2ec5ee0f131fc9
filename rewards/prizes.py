"""A reward of the brand's own catalogue as a prize of its challenges: `{"reward": "<public id>"}`.

The stock is set aside when the challenge is announced. Who wins has it without points; a parcel still asks for an
address. What nobody won is there again for everybody.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gamify import prizes
from gamify.models import Challenge, Prize, PrizeLine
from lib import errors
from lib.machines import steps
from rewards.models import PrizeStock, Redemption, Reward
from rewards.services.assists import serving
from rewards.services.catalogue import issuing, locking, notifying

OFFERED = (Reward.State.OPEN, Reward.State.PAUSED)


class TooFew(errors.Conflict):
    """There are not as many of the reward as could be won."""

    code = "rewards.too_few_for_prizes"
    message = _("There are not enough of this reward for everybody who could win it.")


def check(spec: prizes.Spec, challenge: Challenge) -> None:
    """Refuse what is not in the catalogue of the brand that runs the challenge."""
    if challenge.brand_id is None or _find(spec, challenge.brand_id) is None:
        raise prizes.Wrong(_("Please choose one of the list."))


def words(spec: prizes.Spec) -> str:
    """Return the reward's name."""
    found = Reward.objects.filter(public_id=str(spec.get("reward", ""))).first()
    return found.name if found else ""


def reserve(line: PrizeLine, count: int, now: datetime) -> None:
    """Set aside as many as can be won. Locks: the reward. Raises: TooFew."""
    found = _find(line.spec, line.challenge.brand_id or 0)
    if found is None:
        raise TooFew(left=0, needed=count)
    held = locking.reward(found.pk)
    room = Reward.objects.filter(pk=held.pk, state__in=OFFERED, stock__gte=F("taken") + count)
    if not room.update(taken=F("taken") + count):
        raise TooFew(left=held.left, needed=count)
    PrizeStock.objects.create(line=line, reward=held, remaining=count)
    notifying.touch(held)


def give(prize: Prize, now: datetime) -> None:
    """Hand over one of what was set aside; a parcel waits for an address. Locks: the reward."""
    stock = PrizeStock.objects.get(pk=prize.line_id)
    held = locking.reward(stock.reward_id)
    if not PrizeStock.objects.filter(pk=stock.pk, remaining__gt=0).update(remaining=F("remaining") - 1):
        raise TooFew(left=0, needed=1)
    won = Redemption(
        state=Redemption.State.KEPT, reward=held, user=prize.entrant.user, price=0, reserved_at=now,
        key=f"prize-{prize.pk}",
    )  # fmt: skip
    won.save(force_insert=True)
    steps.born(won, actor=prize.entrant.user, cause="won", now=now, price=0)
    issuing.approve(won, actor=None, cause="won", now=now)


def give_back(line: PrizeLine, count: int, now: datetime) -> None:
    """Let everybody have what nobody won. Locks: the reward."""
    del count
    stock = PrizeStock.objects.filter(pk=line.pk).first()
    if stock is None:
        return
    held = locking.reward(stock.reward_id)
    left = PrizeStock.objects.values_list("remaining", flat=True).get(pk=stock.pk)
    PrizeStock.objects.filter(pk=stock.pk).update(remaining=0)
    Reward.objects.filter(pk=held.pk).update(taken=F("taken") - left)
    held.taken -= left
    serving.serve(held, now)
    notifying.touch(held)


def _find(spec: prizes.Spec, brand: int) -> Reward | None:
    """Return the reward that a line names, if the brand offers it and nobody has to agree once more."""
    name = spec.get("reward")
    rows = Reward.objects.filter(brand=brand, state__in=OFFERED)
    return rows.filter(public_id=name).first() if isinstance(name, str) else None


def choices(challenge: Challenge) -> list[tuple[str, str]]:
    """Return the rewards of the brand that runs the challenge."""
    offered = Reward.objects.filter(brand=challenge.brand_id, state__in=OFFERED).order_by("pk")
    return [(each.public_id, each.name) for each in offered] if challenge.brand_id else []


prizes.add(
    prizes.Kind(
        "reward",
        _("A reward of the catalogue"),
        check,
        words,
        reserve=reserve,
        give_back=give_back,
        give=give,
        choices=choices,
        field="reward",
    )
)
