"""A reward's way from a draft over review into the catalogue and out of it. Once handed in, its terms stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from gamify.registry import scopes
from gamify.selectors import tiers
from lib import columns, errors, pictures, ranges, wordings
from lib.machines import steps
from lib.wordings import Wrong
from rewards.models import Reward
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services import drafts, listings
from rewards.services.assists import serving
from rewards.services.catalogue import notifying, stock
from rewards.services.catalogue.terms import RANGES, Terms, check_ready, keepable

State = Reward.State
ALT_LENGTH = 200


@transaction.atomic
def draft(*, by: User, brand: Brand, terms: Terms, now: datetime) -> Reward:
    """Begin a reward; it may be as unfinished as it likes.

    Raises: NotFound, NotAllowed: `by` does not work for the brand. Invalid: as `terms.keepable`.
    """
    roles.require(user=by, brand=brand, action=Action.WRITE)
    values = keepable(_checked(terms, by))
    reward = Reward.objects.create(state=State.DRAFT, brand=brand, created_by=by, created_at=now, **values)
    steps.born(reward, actor=by, cause="drafted", now=now)
    return reward


@transaction.atomic
def edit(*, by: User, reward: Reward, terms: Terms, seen: str = "") -> Reward:
    """Change a draft; a code has as many as it has codes.

    Args: seen: as `drafts.check_unchanged`. Locks: the reward.
    Raises: as `draft`; WrongMoment; drafts.ChangedMeanwhile.
    """
    held = listings.lock_in(reward, State.DRAFT, by=by, action=Action.WRITE)
    drafts.check_unchanged(held, seen)
    values = keepable(_checked(terms, by, known=held))
    if terms.kind == Reward.Kind.CODE:
        values["stock"] = held.codes.count()
    columns.write(held, values)
    return held


def show(*, by: User, reward: Reward, file: UploadedFile | None, alts: Mapping[str, str]) -> Reward:
    """Give a draft its picture, decoded and written anew before the transaction; without a file only its words.

    Locks: the reward. Raises: as `edit`; Invalid beside `picture` or `alt`.
    """
    roles.require(user=by, brand=reward.brand, action=Action.WRITE)
    encoded = pictures.encode(file, field="picture") if file else None
    with transaction.atomic():
        held = listings.lock_in(reward, State.DRAFT, by=by, action=Action.WRITE)
        wrong: Wrong = {}
        held.alts = wordings.keep(alts, "alt", ALT_LENGTH, wrong)
        if wrong:
            raise errors.Invalid(fields=wrong)
        if encoded:
            pictures.forget(held.image.name)
            held.width, held.height = pictures.keep(held.image, encoded)
        held.save(update_fields=["image", "width", "height", "alts"])
    return held


@transaction.atomic
def hide_picture(*, by: User, reward: Reward) -> Reward:
    """Take the picture out of a draft: its emblem is shown instead. Locks, raises: as `edit`."""
    held = listings.lock_in(reward, State.DRAFT, by=by, action=Action.WRITE)
    pictures.forget(held.image.name)
    held.image, held.width, held.height, held.alts = "", 0, 0, {}
    held.save(update_fields=["image", "width", "height", "alts"])
    return held


@transaction.atomic
def submit(*, by: User, reward: Reward, now: datetime) -> Reward:
    """Hand a draft to the staff of the site. Locks: the reward. Raises: WrongMoment; Invalid: what it lacks."""
    held = listings.lock_in(reward, State.DRAFT, by=by, action=Action.WRITE)
    check_ready(held, now)
    steps.take(held, State.REVIEW, actor=by, cause="submitted", now=now, reason="")
    notifying.submitted(held, by=by, now=now)
    return held


@transaction.atomic
def approve(*, by: User, reward: Reward, now: datetime) -> Reward:
    """Put a reward into the catalogue.

    Locks: the reward.
    Raises: NotAllowed: `by` is not staff, or works for the brand. WrongMoment. Invalid: its time is over by now.
    """
    held = listings.lock_in(reward, State.REVIEW, by=by, action=Action.REVIEW)
    check_ready(held, now)
    steps.take(held, State.OPEN, actor=by, cause="approved", now=now, published_at=now)
    notifying.opened(held, by=by, now=now)
    notifying.touch(held)
    return held


@transaction.atomic
def send_back(*, by: User, reward: Reward, reason: str, now: datetime) -> Reward:
    """Give a reward in review back to its brand, saying why. Raises: NotAllowed, WrongMoment; Invalid: no reason."""
    held = listings.send_back(reward, by=by, reason=reason, now=now)
    notifying.sent_back(held, by=by, now=now)
    return held


@transaction.atomic
def pause(*, by: User, reward: Reward, reason: str, now: datetime) -> Reward:
    """Let nobody redeem it for now. Locks: the reward. Raises: NotAllowed, WrongMoment; Invalid: no reason."""
    said = listings.check_reason(reason)
    held = listings.lock_in(reward, State.OPEN, by=by, action=Action.PAUSE)
    listings.move(held, State.PAUSED, by=by, cause="paused", reason=said, now=now)
    notifying.touch(held)
    return held


@transaction.atomic
def resume(*, by: User, reward: Reward, now: datetime) -> Reward:
    """Go on after a pause, with those who were full meanwhile. Locks: the reward. Raises: NotAllowed, WrongMoment."""
    held = listings.lock_in(reward, State.PAUSED, by=by, action=Action.PAUSE)
    steps.take(held, State.OPEN, actor=by, cause="resumed", now=now, reason="")
    notifying.touch(held)
    serving.serve(held, now)
    return held


@transaction.atomic
def close(*, by: User, reward: Reward, reason: str, now: datetime) -> Reward:
    """Take it out of the catalogue for good; what was redeemed stays redeemed. A draft is thrown away by it.

    Locks: the reward. Raises: NotAllowed: neither an owner nor staff. WrongMoment; Invalid: no reason.
    """
    said = listings.check_reason(reason)
    held = listings.lock(reward, by=by, action=Action.CANCEL)
    listings.check_can_become(held, State.CLOSED)
    listings.move(held, State.CLOSED, by=by, cause="closed", reason=said, now=now)
    notifying.touch(held)
    return held


@transaction.atomic
def restock(*, by: User, reward: Reward, more: int, now: datetime) -> Reward:
    """Add `more` of it while it is in the catalogue; who waits has it first, and what was promised never becomes less.

    Locks: the reward. Raises: NotAllowed, WrongMoment; Invalid: of a code one adds codes; too many.
    """
    held = listings.lock_in(reward, State.OPEN, State.PAUSED, by=by, action=Action.WRITE)
    if held.is_code:
        raise errors.Invalid(fields={"more": _("Add codes instead: as many as there are, so many can have one.")})
    ranges.require(more, 1, RANGES["stock"][1] - held.stock, field="more")
    stock.add(held, more)
    serving.serve(held, now)
    notifying.touch(held)
    return held


def _checked(terms: Terms, by: User, known: Reward | None = None) -> Terms:
    """Raises: Invalid for a place that `by` is not in (one keeps a reward for people one knows), or for no tier."""
    scope, tier = (known.only_scope, known.least_tier) if known else ("", "")
    wrong: Wrong = {}
    if terms.only_scope not in ("", scope) and terms.only_scope not in scopes.mine(by):
        wrong["only_scope"] = _("Please choose one of the list.")
    if terms.least_tier not in ("", tier) and terms.least_tier not in tiers.names():
        wrong["least_tier"] = _("Please choose one of the list.")
    if wrong:
        raise errors.Invalid(fields=wrong)
    return terms
