"""What people are told of brands that they work for, or are asked to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import brand_registry
from accounts.selectors import brands
from inbox import registry
from inbox.services import notifications
from lib import texts


def _words(data: Mapping[str, Any], actor: str) -> dict[str, str]:
    return {"name": actor, "brand": texts.pick(data.get("brand", {}))}


def _invited(data: Mapping[str, Any], actor: str) -> str:
    return str(_("%(name)s asks whether you would like to work for %(brand)s.") % _words(data, actor))


def _answered(data: Mapping[str, Any], actor: str) -> str:
    agreed = _("%(name)s works for %(brand)s now.")
    declined = _("%(name)s would rather not work for %(brand)s.")
    return str((agreed if data.get("agrees") else declined) % _words(data, actor))


registry.add(
    registry.Kind("brand_invited", _("Invitations to work for a brand"), _invited, icon="store", personal=True),
    chapter=_("Brands"),
)
registry.add(
    registry.Kind(
        "brand_answered",
        _("Answers of people I asked to work for a brand"),
        _answered,
        icon="users",
        audience=brands.works_for_any,
    ),
    chapter=_("Brands"),
)
brand_registry.hear(notifications.send)
