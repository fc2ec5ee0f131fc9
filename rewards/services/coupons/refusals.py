"""Why a coupon cannot be put on a seat; `data["coupon"]` is its code as it was typed. None of them holds a seat."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lib import errors


class CouponRefused(errors.Conflict):
    """One coupon of those that came along does not go; then none does."""

    code = "rewards.coupon_refused"
    message = _("This coupon cannot be used here.")


class CouponUnknown(CouponRefused):
    """No such code, or one that is somebody else's: nobody learns which."""

    code = "rewards.coupon_unknown"
    message = _("We do not know this code. Is it typed as it was given to you?")


class CouponOver(CouponRefused):
    """Its time is over, or its brand stopped it."""

    code = "rewards.coupon_over"
    message = _("This coupon is over.")


class CouponWaits(CouponRefused):
    """Its time has not begun, or its brand paused it."""

    code = "rewards.coupon_waits"
    message = _("This coupon cannot be used right now. It may be again later.")


class CouponUsedUp(CouponRefused):
    """All its uses are taken, some perhaps by seats that are not paid yet."""

    code = "rewards.coupon_used_up"
    message = _("This coupon is used up.")


class CouponElsewhere(CouponRefused):
    """It is for another campaign of the brand, or for another currency."""

    code = "rewards.coupon_elsewhere"
    message = _("This coupon is for something else.")


class CouponTooSmall(CouponRefused):
    """The price is below its least; the message says how much that is, `data["least_minor"]` too."""

    code = "rewards.coupon_too_small"


class CouponOnce(CouponRefused):
    """The member has used it as often as one may: `data["most"]` times, seats not paid yet included."""

    code = "rewards.coupon_once"
    message = _("You have used this coupon as often as one person may.")


class CouponAlone(CouponRefused):
    """It, or another one that came along, does not go with others."""

    code = "rewards.coupon_alone"
    message = _("This coupon does not go together with others.")


class CouponTooMany(CouponRefused):
    """More than `data["most"]` came along."""

    code = "rewards.coupon_too_many"
    message = _("At most three coupons go together.")


class CouponIdle(CouponRefused):
    """It would take nothing off: the price is at the least that is charged."""

    code = "rewards.coupon_idle"
    message = _("This coupon would take nothing off here. Keep it for another time.")
