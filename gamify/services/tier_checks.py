"""What the tiers of an economy must be. ValueError says in the reader's language what does not fit."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gamify.models import Tier
from gamify.services.spec_checks import Spec, check_words, fits, need

FIELDS = ("key", "enter", "keep", "names", "icon", "mood", "benefits")
_MOST = 1_000_000_000
_NEEDED = ("key", "enter", "keep", "names", "icon")


def check_tier(spec: Spec) -> None:
    """Refuse a tier that no row could hold, or that asks as much to be kept as to be reached."""
    if unknown := spec.keys() - {*FIELDS}:
        raise ValueError(_("There is no field called “%(name)s”.") % {"name": min(unknown)})
    need(spec, _NEEDED)
    for name in ("key", "icon", "mood"):
        if not isinstance(spec.get(name, ""), str):
            raise ValueError(_("%(name)s must be a text, not %(value)s.") % {"name": name, "value": repr(spec[name])})
    for name in ("enter", "keep"):
        number = spec[name]
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            told = _("%(name)s must be a whole number from %(least)s, not %(value)s.")
            raise ValueError(told % {"name": name, "least": 1, "value": repr(number)})
    if spec["enter"] > _MOST:
        raise ValueError(_("%(name)s must be at most %(most)s.") % {"name": "enter", "most": _MOST})
    if spec["keep"] >= spec["enter"]:
        raise ValueError(_("keep must be less than enter: who has just come in is not to fall at once."))
    check_words(spec["names"])
    benefits = spec.get("benefits", [])
    if not isinstance(benefits, list) or not all(benefits):
        raise ValueError(_("benefits must be a list of words by language."))
    for each in benefits:
        check_words(each)
    fits(tier_of(spec))


def tier_of(spec: Spec) -> Tier:
    """Return the row, not stored, that a table of the text describes."""
    return Tier(**{name: spec[name] for name in FIELDS if name in spec})
