"""What members, brands and staff are told of the garden."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.selectors import brands
from inbox import registry
from rewards.notices import audiences, words

_MEMBERS = (
    ("plant_ripe", _("Plants that are ripe"), _("%(seed)s is ripe. You all did it."), "sprout"),
    ("plant_harvested", _("Harvests"), _("The harvest of %(seed)s is in. Read how."), "tree-deciduous"),
    ("plant_withered", _("Plants that did not make it"), _("%(seed)s did not make it in time."), "leaf"),
)
_BRANDS = (
    ("plant_to_harvest", _("Harvests that my brand brings in"), _("%(seed)s is ripe: bring in its harvest."), "shovel"),
    ("seed_approved", _("Seeds of my brand that are approved"), _("%(seed)s can be planted now."), "badge-check"),
    (
        "seed_sent_back",
        _("Seeds of my brand that come back from review"),
        _("%(seed)s came back from review: %(reason)s"),
        "undo-2",
    ),
)
_BOTH = (
    (
        "plant_waits",
        _("Harvests that wait for long"),
        _("%(seed)s has been ripe for weeks: those who watered it wait for its harvest."),
        "hourglass",
    ),
)
_STAFF = (("seed_submitted", _("Seeds that wait for review"), _("%(seed)s waits for review."), "clipboard-list"),)

for _kinds, _audience in (
    (_MEMBERS, None),
    (_BRANDS, brands.works_for_any),
    (_BOTH, audiences.sells),
    (_STAFF, audiences.is_staff),
):
    for _key, _label, _sentence, _icon in _kinds:
        registry.add(
            registry.Kind(_key, _label, words.said(_sentence), icon=_icon, audience=_audience), chapter=_("Garden")
        )
