"""A rule of automod as a moderator wants it, and what of it can be stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community import automod
from community.models import AutomodRule, Cause, Group, GroupRule
from community.services import modlog
from lib import clean, errors

Act = AutomodRule.Act
MOST_FIRST, MOST_DAYS, MOST_MENTIONS, MOST_SAME = 50, 30, 9, 10
_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
NUMBER = _("A number from %(least)s to %(most)s, please.")


@dataclass(frozen=True)
class Wish:
    """What to look for, what to do then, and by which of the group's numbered rules; see `AutomodRule`.

    Args: lines: one phrase or domain a line.
    """

    cause: str
    act: str
    rule: int | None
    lines: str = ""
    most: int | None = None
    days: int | None = None


def cleaned(wish: Wish, *, group: Group) -> dict[str, Any]:
    """Return the columns of the rule. Queries: 1. Raises: Invalid naming every field that is wrong at once."""
    wrong: dict[str, errors.Text] = {}
    if wish.cause not in _FIELDS:
        wrong["cause"] = _("Please choose one of the list.")
    if wish.act not in Act.values:
        wrong["act"] = _("Please choose what to do.")
    kept: dict[str, Any] = {"lines": [], "most": 0, "days": 0}
    for field, check in _FIELDS.get(wish.cause, {}).items():
        kept[field] = errors.gather(wrong, partial(check, getattr(wish, field), field))
    if wish.cause == Cause.NEWCOMER and not wrong:
        wrong |= _check_newcomer(wish.act, kept)
    rule = errors.gather(wrong, lambda: _rule(group, wish.rule))
    if wrong:
        raise errors.Invalid(fields=wrong)
    return {"cause": wish.cause, "act": wish.act, "rule": rule, **kept}


def fields_of(cause: str) -> tuple[str, ...]:
    """Return what a rule with this cause says besides its act and its rule."""
    return tuple(_FIELDS.get(cause, ()))


def _check_newcomer(act: str, kept: Mapping[str, Any]) -> dict[str, errors.Text]:
    if not kept["most"] and not kept["days"]:
        return {"days": _("Say how many days or how many texts somebody is new.")}
    if kept["most"] and act == Act.REFUSE:
        return {"most": _("Whoever may not write a first text can never write a second. Hold them instead.")}
    return {}


def _rule(group: Group, number: int | None) -> GroupRule:
    found = modlog.find_rule(group_id=group.pk, number=number)
    if found is None:
        raise errors.Invalid(fields={"rule": _("Please choose the rule that it stands for.")})
    return found


def _phrases(text: str, field: str) -> list[str]:
    lines = _lines(text, field)
    bad = next((line for line in lines if not automod.words_of(line)), "")
    if bad:
        raise errors.Invalid(fields={field: _("“%(line)s” holds no word.") % {"line": bad}})
    return list({automod.words_of(line): line for line in reversed(lines)}.values())[::-1]


def _domains(text: str, field: str) -> list[str]:
    hosts = {line: _host(line) for line in _lines(text, field, 0)}
    bad = next((line for line, host in hosts.items() if not host), "")
    if bad:
        raise errors.Invalid(fields={field: _("“%(line)s” is not the name of a site.") % {"line": bad}})
    return list(dict.fromkeys(hosts.values()))


def _host(line: str) -> str:
    """Return the host that a line names, which may be an address; "" when it is none."""
    host = automod.host_of(line.rpartition("://")[2].partition("/")[0])
    return host if _HOST.fullmatch(host) else ""


def _lines(text: str, field: str, least: int = 1) -> list[str]:
    most = automod.LINES_LIMIT * (automod.LINE_LENGTH + 1)
    kept = clean.block(text, field=field, most=most, least=least)
    lines = [line for each in kept.splitlines() if (line := each.strip())]
    if len(lines) > automod.LINES_LIMIT:
        raise errors.Invalid(fields={field: _("%(most)s lines at most.") % {"most": automod.LINES_LIMIT}})
    return [clean.line(line, field=field, most=automod.LINE_LENGTH) for line in lines]


def _number(least: int, most: int) -> Callable[[int | None, str], int]:
    def check(value: int | None, field: str) -> int:
        number = least if value is None else value
        if not least <= number <= most:
            raise errors.Invalid(fields={field: NUMBER % {"least": least, "most": most}})
        return number

    return check


_FIELDS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    Cause.WORDS: {"lines": _phrases},
    Cause.LINKS: {"lines": _domains},
    Cause.PICTURES: {},
    Cause.NEWCOMER: {"most": _number(0, MOST_FIRST), "days": _number(0, MOST_DAYS)},
    Cause.MENTIONS: {"most": _number(0, MOST_MENTIONS)},
    Cause.REPEAT: {"most": _number(1, MOST_SAME)},
}
CAUSES: Sequence[tuple[str, str | Promise]] = tuple((each.value, each.label) for each in Cause if each in _FIELDS)
