"""What members, those who run challenges and the staff of the site are told of challenges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext

from accounts.models import User
from accounts.selectors import brands
from gamify.registry import scopes
from gamify.selectors import words
from inbox import registry
from lib import texts

Sentence = Callable[[Mapping[str, Any], str], str]


def runs_challenges(user: User) -> bool:
    """Say whether somebody works for a brand or speaks for a group. Queries: at most 2."""
    return brands.works_for_any(user) or bool(scopes.run_by(user))


def is_staff(user: User) -> bool:
    """Say whether somebody belongs to the staff of the site."""
    return user.is_staff


def _said(sentence: str | Promise) -> Sentence:
    return lambda data, actor: str(sentence) % _words(data, actor)


def _words(data: Mapping[str, Any], actor: str) -> dict[str, Any]:
    points = data.get("points", 0)
    return {
        "name": actor,
        "challenge": texts.pick(data.get("challenge", {})),
        "reason": str(data.get("reason", "")),
        "words": str(data.get("words", "")),
        "prize": texts.pick(data.get("prize", {})),
        "points": words.number(points if type(points) is int else 0),
    }


_ACCEPTED = _("What you handed in for “%(challenge)s” counts.")
_REFUSED = _("What you handed in for “%(challenge)s” does not count yet: %(words)s")
_AGREED = _("A group agreed: “%(challenge)s” may take place there.")
_DECLINED = _("A group would rather not have “%(challenge)s”.")
_WITHDRAWN = _("A group took back its yes to “%(challenge)s”. Its words stand in the console.")
_SAID = {"agreed": _AGREED, "withdrawn": _WITHDRAWN}


def _reviewed(data: Mapping[str, Any], actor: str) -> str:
    return str(_ACCEPTED if data.get("state") == "accepted" else _REFUSED) % _words(data, actor)


def _answered(data: Mapping[str, Any], actor: str) -> str:
    return str(_SAID.get(str(data.get("state")), _DECLINED)) % _words(data, actor)


def _settled(data: Mapping[str, Any], actor: str) -> str:
    said = ngettext(
        "“%(challenge)s” is settled. %(points)s point came back into the purse.",
        "“%(challenge)s” is settled. %(points)s points came back into the purse.",
        data.get("points", 0),
    )
    return said % _words(data, actor)


def _cancelled(data: Mapping[str, Any], actor: str) -> str:
    said = str(_("“%(challenge)s” was called off: %(reason)s")) % _words(data, actor)
    if not data.get("points"):
        return said
    back = ngettext(
        "%(points)s point came back into the purse.",
        "%(points)s points came back into the purse.",
        data["points"],
    )
    return texts.join((said, back % _words(data, actor)))


_MEMBERS = (
    (
        "challenge_entered",
        _("Challenges I take part in"),
        _("You are in “%(challenge)s”. What you do from now on counts."),
        "flag",
    ),
    (
        "challenge_narrowed",
        _("Groups that take back their yes to a challenge of mine"),
        _("“%(challenge)s” no longer takes place in a group of yours. You are still in, and what you did counts."),
        "users",
    ),
    (
        "challenge_ends",
        _("Challenges of mine that end tomorrow"),
        _("“%(challenge)s” ends within a day. You can still make it."),
        "alarm-clock",
    ),
    (
        "challenge_finished",
        _("Challenges I finished"),
        _("You finished “%(challenge)s”. Its result is there."),
        "medal",
    ),
    (
        "challenge_won",
        _("Prizes I win"),
        _("You won in “%(challenge)s”: %(prize)s."),
        "trophy",
    ),
)
_HOUSE = (
    (
        "challenge_announced",
        _("Challenges of mine that are approved"),
        _("“%(challenge)s” is approved. Its rules are frozen and its budget is in escrow."),
        "badge-check",
    ),
    (
        "challenge_sent_back",
        _("Challenges of mine that come back from review"),
        _("“%(challenge)s” came back from review: %(reason)s"),
        "undo-2",
    ),
    (
        "challenge_submission",
        _("Submissions that wait for my answer"),
        _("%(name)s handed something in for “%(challenge)s”. Please answer in time."),
        "inbox",
    ),
    (
        "challenge_over",
        _("Challenges I run that are over"),
        _("“%(challenge)s” is over. Answer what waits; then it is settled by itself."),
        "hourglass",
    ),
)


def _add(key: str, label: str | Promise, sentence: Sentence, icon: str, audience: registry.Audience | None) -> None:
    registry.add(registry.Kind(key, label, sentence, icon=icon, audience=audience), chapter=_("Challenges"))


for _kinds, _audience in ((_MEMBERS, None), (_HOUSE, runs_challenges)):
    for _key, _label, _sentence, _icon in _kinds:
        _add(_key, _label, _said(_sentence), _icon, _audience)
_add("challenge_reviewed", _("Answers to what I handed in"), _reviewed, "message-circle-reply", None)
_add("challenge_cancelled", _("Challenges that are called off"), _cancelled, "circle-off", None)
_add("challenge_answered", _("Answers of groups to my challenges"), _answered, "users", runs_challenges)
_add("challenge_settled", _("Challenges I run that are settled"), _settled, "wallet", runs_challenges)
_add(
    "challenge_consent",
    _("Challenges that ask my group"),
    _said(_("“%(challenge)s” would like to take place in your group. Do you agree?")),
    "circle-question-mark",
    runs_challenges,
)
_add(
    "challenge_submitted",
    _("Challenges that wait for review"),
    _said(_("“%(challenge)s” waits for review.")),
    "clipboard-list",
    is_staff,
)
