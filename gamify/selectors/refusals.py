"""The sentences for why something did not happen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gamify.engine import decision

_SENTENCES = {
    decision.CONDITION: _("This one asks for something else."),
    decision.OWN_CONTENT: _("This one counts for other people's words, not one's own."),
    decision.CAPPED: _("You have had this as often as it goes for now."),
    decision.COOLING: _("A little soon after the last one."),
    decision.COUNTED_BEFORE: _("This was counted before; something different counts next."),
    decision.NOT_COUNTED: _("That was not one of the things this counts."),
    decision.NOT_OPEN: _("This step of a quest is not open yet; it counts from when it opens."),
}


def sentence(reason: str) -> str:
    """Return why a definition did not fire, kindly; the page adds the moment it opens again."""
    return str(_SENTENCES.get(reason, reason))
