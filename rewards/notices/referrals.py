"""What members are told of the friends they brought."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from inbox import registry
from rewards.notices import words

for _key, _label, _sentence, _icon in (
    ("referral_joined", _("Friends who join by my link"), _("%(name)s came by your link."), "user-round-plus"),
    (
        "referral_stayed",
        _("Friends who stay"),
        _("%(name)s has stayed. Thank you."),
        "heart-handshake",
    ),
):
    registry.add(registry.Kind(_key, _label, words.said(_sentence), icon=_icon), chapter=_("With friends"))
