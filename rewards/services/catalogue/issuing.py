"""The steps of a redemption that is locked: approved, issued, let go. Inside the caller's transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.services import holds, record
from gamify.services.record import Ref
from lib import errors
from lib.machines import steps
from rewards.models import Redemption, RedemptionAddress, Reward, RewardCode
from rewards.services import promises
from rewards.services.assists import serving
from rewards.services.catalogue import notifying, stock

SOURCE, VERB = "rewards", "redeem"
State = Redemption.State


class NoCodeLeft(errors.Conflict):
    """Every code of the reward was handed out: a fault of its stock."""

    code = "rewards.no_code_left"
    message = _("There is no code left.")


def key_of(redemption: Redemption) -> str:
    """Return the key of the activity that the points were spent on."""
    return f"{VERB}:{redemption.public_id}"


def approve(held: Redemption, *, actor: User | None, cause: str, now: datetime) -> None:
    """Approve what waits, and issue it at once unless a parcel has to be sent."""
    steps.take(held, State.APPROVED, actor=actor, cause=cause, now=now)
    if held.reward.is_item:
        if RedemptionAddress.objects.filter(redemption=held).exists():
            promises.begin(held, held.reward.ship_days, now)
        notifying.approved(held, now)
    else:
        issue(held, actor=actor, cause="granted", now=now)


def issue(held: Redemption, *, actor: User | None, cause: str, now: datetime, answer: str = "") -> None:
    """Spend the points and hand over. Raises: NoCodeLeft."""
    reward = held.reward
    if reward.is_code:
        _hand_out(held)
    activity = record.activity(
        actor=held.user, verb=VERB, object=Ref("reward", str(reward.pk)), key=key_of(held), source=SOURCE,
        data={"kind": reward.kind}, now=now,
    )  # fmt: skip
    if held.hold:
        holds.spend(hold=held.hold, activity=activity, now=now)
    until = now + timedelta(days=reward.valid_days) if reward.valid_days else None
    steps.take(
        held, State.ISSUED, actor=actor, cause=cause, now=now, issued_at=now, expires_at=until,
        answer=answer or held.answer,
    )  # fmt: skip
    notifying.issued(held, now)


def let_go(held: Redemption, to: str, *, actor: User | None, cause: str, now: datetime, answer: str = "") -> None:
    """End what was never issued: its points come back unspent, its place in the stock is free for who waits."""
    if held.hold:
        holds.release(hold=held.hold, now=now)
    stock.give_back(held.reward)
    steps.take(held, to, actor=actor, cause=cause, now=now, holds_stock=False, answer=answer)
    serving.serve(held.reward, now)


def reverse(held: Redemption, *, by: User, cause: str, reason: str, now: datetime) -> None:
    """Take back what was issued: its points come back. An unused benefit is free for somebody else."""
    comes_free = held.state == State.ISSUED and held.reward.kind == Reward.Kind.BENEFIT
    take_back_points(held, reason="taken_back", by=by, now=now)
    if comes_free:
        stock.give_back(held.reward)
    kept = {"holds_stock": not comes_free, "answer": reason}
    steps.take(held, State.REVERSED, actor=by, cause=cause, now=now, data={"reason": reason}, **kept)
    serving.serve(held.reward, now)


def take_back_points(held: Redemption, *, reason: str, by: User | None, now: datetime) -> None:
    """Give back what was spent, if anything was, as the undo of what it was spent on."""
    undone = record.undo(source=SOURCE, key=key_of(held), reason=reason, by=by, now=now)
    if undone is None:
        raise AssertionError(f"redemption {held.pk} was issued without an activity")
    if held.hold:
        holds.give_back(hold=held.hold, activity=undone, now=now)


def _hand_out(held: Redemption) -> None:
    """Hand out the code that was added first; a code is handed out once. The reward is locked."""
    free = _first_free(held)
    if free is None or not RewardCode.objects.filter(pk=free.pk, redemption=None).update(redemption=held):
        raise NoCodeLeft


def _first_free(held: Redemption) -> RewardCode | None:
    return RewardCode.objects.filter(reward=held.reward, redemption=None).order_by("pk").first()
