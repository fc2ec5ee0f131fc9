"""What people are told of their keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.selectors import brands
from inbox import registry
from lib import texts


def _said(sentence: str | Promise, data: Mapping[str, Any], actor: str) -> str:
    words = {"actor": actor, "name": data.get("name", ""), "key": data.get("shown", "")}
    return str(sentence) % (words | {"brand": texts.pick(data.get("brand", {}))})


def _made(data: Mapping[str, Any], actor: str) -> str:
    return _said(_("You made the API key “%(name)s” (%(key)s). If that was not you, revoke it now."), data, actor)


def _revoked(data: Mapping[str, Any], actor: str) -> str:
    return _said(_("%(actor)s revoked your API key “%(name)s” (%(key)s)."), data, actor)


def _of_brand(data: Mapping[str, Any], actor: str) -> str:
    return _said(_("%(actor)s made the API key “%(name)s” for %(brand)s."), data, actor)


registry.add(registry.Kind("api_key_made", _("New API keys of mine"), _made, icon="key-round"), chapter=_("Account"))
registry.add(
    registry.Kind("api_key_revoked", _("API keys of mine that others revoked"), _revoked, icon="key-round"),
    chapter=_("Account"),
)
registry.add(
    registry.Kind(
        "brand_key_made",
        _("New API keys for my brand"),
        _of_brand,
        icon="key-round",
        audience=brands.works_for_any,
    ),
    chapter=_("Brands"),
)
