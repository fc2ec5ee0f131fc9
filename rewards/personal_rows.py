"""What buying, rewards and the garden keep of a person. Orders stay, as receipts must; addresses go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import personal
from accounts.models import User
from accounts.personal import Obstacle, Table
from rewards.models import (
    AlbumPicture,
    DeliveryAddress,
    Plant,
    Redemption,
    RedemptionAddress,
    ReferralLink,
    Seat,
    WaitEntry,
)
from rewards.services.battles import album

ADDRESS = ("recipient", "line1", "line2", "postcode", "city", "region", "country", "phone", "given_at")
MOVING = ("held", "authorised", "capturing", "fix_needed", "voiding", "refunding")  # money is on its way, or may be

personal.take_along(
    Table(
        "rewards.Seat",
        "user",
        ("public_id", "campaign__public_id", "team__public_id", "state", "limit_minor", "note", "taken_at", "ship_by"),
    ),
    Table("rewards.DeliveryAddress", "seat__user", ("seat__public_id", *ADDRESS)),
    Table(
        "rewards.Payment",
        "seat__user",
        ("public_id", "seat__public_id", "state", "currency", "amount_minor", "captured_minor", "refunded_minor"),
    ),
    Table(
        "rewards.Refund",
        "payment__seat__user",
        ("payment__public_id", "amount_minor", "reason", "reference", "state", "asked_at"),
    ),
    Table("rewards.BuyTeam", "captain", ("public_id", "campaign__public_id", "name", "size", "state", "opened_at")),
    Table("rewards.FirstBuyer", "user", ("campaign__public_id",)),
    Table("rewards.WaitEntry", "user", ("public_id", "campaign__public_id", "state", "party_size", "created_at")),
    Table("rewards.CouponCode", "owner", ("code", "coupon__public_id", "added_at")),
    Table("rewards.CouponUse", "user", ("coupon__public_id", "seat__public_id", "state", "discount_minor")),
    Table("rewards.Redemption", "user", ("public_id", "reward__public_id", "state", "price", "note", "reserved_at")),
    Table("rewards.RedemptionAddress", "redemption__user", ("redemption__public_id", *ADDRESS)),
    Table("rewards.RewardCode", "redemption__user", ("code", "redemption__public_id")),
    Table("rewards.Unlock", "owner", ("public_id", "reward__public_id", "state", "needed", "helped", "opened_at")),
    Table("rewards.Assist", "helper", ("unlock__public_id", "at")),
    Table("rewards.BattlePlayer", "user", ("battle__public_id", "points", "joined_at")),
    Table("rewards.ScoreEvent", "user", ("battle__public_id", "source", "units", "happened_at")),
    Table("rewards.Objection", "user", ("battle__public_id", "words", "made_at", "answer", "answered_at")),
    Table("rewards.AlbumPicture", "user", ("public_id", "battle__public_id", "words", "added_at", "image"), "image"),
    Table("rewards.AlbumReport", "reporter", ("note", "at")),
    Table("rewards.Plant", "planted_by", ("public_id", "scope", "watered", "planted_at", "note")),
    Table("rewards.Watering", "user", ("plant__public_id", "amount", "at")),
    Table("rewards.ReferralLink", "user", ("code", "made_at")),
    Table("rewards.Referral", "referrer", ("state", "joined_at")),
    Table("rewards.Referral", "newcomer", ("state", "joined_at"), name="brought_by"),
    Table("rewards.Merger", "asked_by", ("team__public_id", "asked_at")),
)
personal.leave_out("the record of orders and teams", "rewards.Event", "rewards.AssistReversal")
personal.leave_out(
    "what somebody did for a brand",
    "rewards.Campaign",
    "rewards.Battle",
    "rewards.Reward",
    "rewards.Coupon",
    "rewards.Seed",
)


@personal.before_closing
def orders_in_motion(user: User) -> Iterator[Obstacle]:
    """Name the orders whose money moves, and those whose parcel is still to be sent: its address would be erased."""
    is_unsent = Q(state=Seat.State.CAPTURED, campaign__needs_address=True)
    mine = Seat.objects.filter(Q(state__in=MOVING) | is_unsent, user=user)
    for seat in mine.select_related("campaign").order_by("pk"):
        text = _("Your order of %(name)s is not settled yet.") % {"name": seat.campaign.name}
        yield Obstacle(text, reverse("rewards:order", args=[seat.public_id]))


@personal.before_closing
def redemptions_in_motion(user: User) -> Iterator[Obstacle]:
    """Name what the brand has not answered, or not sent: its points are held, and its address would be erased."""
    mine = Redemption.objects.filter(user=user, state__in=(Redemption.State.RESERVED, Redemption.State.APPROVED))
    for redemption in mine.select_related("reward").order_by("pk"):
        text = _("What you redeemed, %(name)s, is not yours yet.") % {"name": redemption.reward.name}
        yield Obstacle(text, reverse("rewards:redemption", args=[redemption.public_id]))


@personal.at_erasing
def erase(*, user: User, with_words: bool, now: datetime) -> None:
    """Delete addresses, notes and the link for friends; with their words go the pictures of albums."""
    DeliveryAddress.objects.filter(seat__user=user).delete()
    RedemptionAddress.objects.filter(redemption__user=user).delete()
    ReferralLink.objects.filter(user=user).delete()
    WaitEntry.objects.filter(user=user, state=WaitEntry.State.WAITING).delete()
    Seat.objects.filter(user=user).update(note="")
    Redemption.objects.filter(user=user).update(note="")
    if with_words:
        Plant.objects.filter(planted_by=user).update(note="")
        for picture in AlbumPicture.objects.filter(user=user).select_related("battle"):
            album.take_out(actor=user, battle=picture.battle)
