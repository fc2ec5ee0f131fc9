"""What members are told about their place in a group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from community.models import Membership
from community.notices import audiences
from inbox import registry
from lib import texts

Sentence = Callable[[Mapping[str, Any], str], str]


def _names(data: Mapping[str, Any], actor: str) -> dict[str, str]:
    return {"name": actor, "group": texts.pick(data.get("group", {})), "reason": str(data.get("reason", ""))}


def _said(sentence: str | Promise) -> Sentence:
    return lambda data, actor: str(sentence) % _names(data, actor)


def _role(data: Mapping[str, Any], actor: str) -> str:
    role = str(Membership.Role(data["role"]).label)
    if not actor:
        return _("Nobody owned %(group)s any more. You come next: you are its owner now.") % _names(data, actor)
    return _("%(name)s made you %(role)s of %(group)s.") % {**_names(data, actor), "role": role}


for _key, _label, _sentence, _icon in (
    (
        "join_request",
        gettext_lazy("Requests to join my groups"),
        _said(gettext_lazy("%(name)s asks to join %(group)s.")),
        "door-open",
    ),
    (
        "join_approved",
        gettext_lazy("Groups that let me in"),
        _said(gettext_lazy("You are in: %(name)s let you into %(group)s.")),
        "door-open",
    ),
    (
        "join_denied",
        gettext_lazy("Groups that say no to my request"),
        _said(gettext_lazy("%(group)s did not accept your request: %(reason)s")),
        "door-closed",
    ),
    (
        "group_invited",
        gettext_lazy("Invitations to groups"),
        _said(gettext_lazy("%(name)s invites you to %(group)s.")),
        "mail-open",
    ),
    ("role_changed", gettext_lazy("My role in a group"), _role, "key-round"),
    (
        "removed_from_group",
        gettext_lazy("When I am taken out of a group"),
        _said(gettext_lazy("You were taken out of %(group)s: %(reason)s")),
        "log-out",
    ),
):
    _audience = audiences.judges if _key == "join_request" else None
    registry.add(
        registry.Kind(_key, _label, _sentence, _icon, audience=_audience, personal=_key == "group_invited"),
        chapter=gettext_lazy("Groups"),
    )
