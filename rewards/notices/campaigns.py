"""What the people of a brand and the staff of the site are told of a campaign's way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox import registry
from lib import texts
from rewards.notices import audiences


def _said(sentence: Promise) -> Callable[[Mapping[str, Any], str], str]:
    return lambda data, actor: (
        str(sentence)
        % {
            "name": actor,
            "campaign": texts.pick(data.get("campaign", {})),
            "brand": texts.pick(data.get("brand", {})),
            "reason": str(data.get("reason", "")),
        }
    )


for _key, _label, _sentence, _icon, _audience in (
    (
        "campaign_submitted",
        _("Team buys that wait for review"),
        _("%(brand)s asks you to review %(campaign)s."),
        "clipboard-list",
        audiences.is_staff,
    ),
    (
        "campaign_approved",
        _("Team buys of my brand that are approved"),
        _("%(campaign)s is approved. Its rules are frozen and public."),
        "badge-check",
        audiences.is_of_a_brand,
    ),
    (
        "campaign_sent_back",
        _("Team buys of my brand that come back from review"),
        _("%(campaign)s came back from review: %(reason)s"),
        "undo-2",
        audiences.is_of_a_brand,
    ),
    (
        "campaign_cancelled",
        _("Team buys of my brand that are cancelled"),
        _("%(name)s cancelled %(campaign)s: %(reason)s"),
        "ban",
        audiences.is_of_a_brand,
    ),
):
    registry.add(registry.Kind(key=_key, label=_label, sentence=_said(_sentence), icon=_icon, audience=_audience))
