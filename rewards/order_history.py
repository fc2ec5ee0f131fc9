"""The steps of an order in plain words: what its member reads of the log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rewards.models import Event

Said = str | Promise

# By what moved, where to, and (first) why; what is not here is of no use to the member and is left out.
_WORDS: dict[tuple[str, str, str], Said] = {
    ("seat", "held", ""): _("Your seat was held for you"),
    ("seat", "authorised", "moved"): _("You were moved to another team, as you had chosen"),
    ("seat", "authorised", ""): _("You are in: the payment is promised"),
    ("seat", "lapsed", ""): _("The time to pay was over; the seat was freed"),
    ("seat", "left", ""): _("You left"),
    ("seat", "capturing", ""): _("The team came together; your payment is being made"),
    ("seat", "captured", ""): _("Paid"),
    ("seat", "fix_needed", ""): _("Your bank declined the payment"),
    ("seat", "dropped", ""): _("The payment was not mended in time; the seat was given on"),
    ("seat", "voiding", ""): _("The team did not come together; the hold is being released"),
    ("seat", "voiding", "hold_expired"): _("Your place was freed: the bank had let the hold go"),
    ("seat", "voided", "hold_expired"): _("Nothing was charged"),
    ("seat", "voided", ""): _("The hold was released: nothing was charged"),
    ("seat", "refunding", "charged_by_hand"): _("The bank had charged you all the same; your money is on its way back"),
    ("seat", "refunding", "bounced"): _("Your money came back to the bank: your account did not take it"),
    ("seat", "refunding", "late"): _("It was late and you took it back; your money is on its way"),
    ("seat", "refunding", "never_sent"): _("It was never sent; your money is on its way back"),
    ("seat", "refunding", "no_address"): _("Nobody knew where to send it; your money is on its way back"),
    ("seat", "refunding", ""): _("Your money is on its way back"),
    ("seat", "refunded", ""): _("Your money was given back"),
    ("seat", "fulfilled", ""): _("Sent to you"),
    ("redeem", "reserved", ""): _("You asked for it; your spark was put aside"),
    ("redeem", "approved", "approved"): _("The brand agreed"),
    ("redeem", "issued", "sent"): _("Sent to you; your spark is spent"),
    ("redeem", "issued", ""): _("It is yours; your spark is spent"),
    ("redeem", "used", ""): _("Used"),
    ("redeem", "expired", ""): _("It was not used in time"),
    ("redeem", "rejected", ""): _("Not granted; your spark came back"),
    ("redeem", "cancelled", "no_answer"): _("Nobody answered within a week; your spark came back"),
    ("redeem", "cancelled", "never_sent"): _("It was never sent; your spark came back"),
    ("redeem", "cancelled", "no_address"): _("Nobody knew where to send it; your spark came back"),
    ("redeem", "cancelled", ""): _("You took it back; your spark is there again"),
    ("redeem", "reversed", ""): _("Taken back; your spark is there again"),
    ("unlock", "open", "begun"): _("You asked friends"),
    ("unlock", "open", "fewer"): _("One help did not count: friends can help again"),
    ("unlock", "waitlisted", ""): _("Enough friends had helped; you are in line for one"),
    ("unlock", "unlocked", "there_again"): _("There was one again: it is kept for you"),
    ("unlock", "unlocked", ""): _("Your friends unlocked it: it is kept for you"),
    ("unlock", "claimed", ""): _("You claimed it"),
    ("unlock", "expired", "unclaimed"): _("It was not claimed in time"),
    ("unlock", "expired", "closed"): _("The brand took it out of the catalogue"),
    ("unlock", "expired", ""): _("The time was over"),
    ("unlock", "left", ""): _("You gave it up"),
    ("unlock", "revoked", ""): _("Staff took it back"),
    ("payment", "pending", ""): _("The checkout was opened"),
    ("payment", "declined", ""): _("The bank said no"),
    ("payment", "unknown", ""): _("The bank did not answer; we keep asking"),
    ("payment", "expired", ""): _("The bank let the hold go by itself"),
    ("payment", "abandoned", ""): _("The checkout was left"),
}


# What they are for a redemption without a price.
_FREE: dict[tuple[str, str], Said] = {
    ("kept", ""): _("Your friends unlocked it; it was kept for you"),
    ("kept", "won"): _("You won it in a challenge; it was kept for you"),
    ("approved", ""): _("You claimed it"),
    ("approved", "won"): _("It is ready for you"),
    ("issued", "sent"): _("Sent to you"),
    ("issued", ""): _("It is yours"),
    ("cancelled", "no_address"): _("Nobody knew where to send it"),
    ("cancelled", "unclaimed"): _("It was not claimed in time"),
    ("cancelled", ""): _("You gave it back"),
    ("reversed", ""): _("Taken back"),
}


def words_of(event: Event, *, is_free: bool = False) -> Said:
    """Return what the step means for the member, "" for one that says nothing new; `is_free`: of what cost nothing."""
    free = _FREE.get((event.after, event.cause)) or _FREE.get((event.after, "")) if is_free else ""
    if free:
        return free
    exact = _WORDS.get((event.kind, event.after, event.cause))
    return exact or _WORDS.get((event.kind, event.after, ""), "")
