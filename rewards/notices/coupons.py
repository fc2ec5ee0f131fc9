"""What members are told of their coupons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _, gettext_lazy

from inbox import registry
from lib import texts


def _words(data: Mapping[str, Any]) -> dict[str, str]:
    until = str(data.get("until", ""))
    day = formats.date_format(timezone.localtime(datetime.fromisoformat(until)), "DATE_FORMAT") if until else ""
    return {"coupon": texts.pick(data.get("coupon", {})), "until": day}


def _back(data: Mapping[str, Any], actor: str) -> str:
    return _("“%(coupon)s” came back to you: it is good until %(until)s.") % _words(data)


def _given(data: Mapping[str, Any], actor: str) -> str:
    return _("You were given “%(coupon)s”. It is good until %(until)s.") % _words(data)


def _ending(data: Mapping[str, Any], actor: str) -> str:
    return _("“%(coupon)s” is good until %(until)s, and you have not used it.") % _words(data)


for kind in (
    registry.Kind("coupon_back", gettext_lazy("Coupons that come back to me"), _back, icon="ticket"),
    registry.Kind("coupon_given", gettext_lazy("Coupons that I am given"), _given, icon="ticket-plus"),
    registry.Kind("coupon_ending", gettext_lazy("My coupons that end soon"), _ending, icon="alarm-clock"),
):
    registry.add(kind, chapter=gettext_lazy("Orders, money, coupons"))
