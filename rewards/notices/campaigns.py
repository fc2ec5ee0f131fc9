"""What the people of a brand and the staff of the site are told of a campaign's way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.selectors import brands
from inbox import registry
from rewards.notices import audiences, words

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
        brands.works_for_any,
    ),
    (
        "campaign_sent_back",
        _("Team buys of my brand that come back from review"),
        _("%(campaign)s came back from review: %(reason)s"),
        "undo-2",
        brands.works_for_any,
    ),
    (
        "campaign_cancelled",
        _("Team buys of my brand that are cancelled"),
        _("%(name)s cancelled %(campaign)s: %(reason)s"),
        "ban",
        brands.works_for_any,
    ),
):
    registry.add(
        registry.Kind(key=_key, label=_label, sentence=words.said(_sentence), icon=_icon, audience=_audience),
        chapter=_("Team buys"),
    )
