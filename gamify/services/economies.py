"""Publishing an economy that is kept as a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from gamify import effects, metrics
from gamify.engine import conditions
from gamify.engine.happening import RESERVED
from gamify.models import Account, Backfill, Badge, Currency, Edition, Level, Player, Rule, Task
from gamify.models.definition import Definition
from gamify.services import backfills
from lib import errors, public_id

MODELS: dict[str, type[Definition]] = {"rule": Rule, "task": Task, "badge": Badge}
_SHARED = ("verb", "when", "condition", "effects", "names", "descriptions")
_FIELDS = {
    "rule": (*_SHARED, "cap_times", "cap_cycle", "cooldown_seconds"),
    "task": (*_SHARED, "metric", "goal", "cycle", "action"),
    "badge": (*_SHARED, "metric", "goal", "icon", "mood"),
}
_NEEDED = {
    "rule": ("verb", "names", "effects"),
    "task": ("verb", "names", "metric", "goal", "cycle"),
    "badge": ("verb", "names", "metric", "goal", "icon"),
}

_COUNTING = ("verb", "when", "condition", "goal")


class BadEconomy(errors.Invalid):
    """The file cannot be published; the message names the line."""

    code = "gamify.bad_economy"


@dataclass(frozen=True)
class Report:
    """What publishing changed, as `rule/share-moment@2`; `backfilled` will count what was done before, soon."""

    published: tuple[str, ...]
    retired: tuple[str, ...]
    backfilled: tuple[str, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        return not self.published and not self.retired


@transaction.atomic
def publish(*, text: str, now: datetime) -> Report:
    """Bring the definitions in force to what `text` says: new versions for what changed, none for what did not.

    Raises:
        BadEconomy: before anything is written, naming the line, when TOML, CEL, a comparison, a metric or an effect is
            wrong.
    """
    document = _parse(text)
    currencies = _check(document, text)
    levels_changed = _save_currencies_and_levels(document, currencies)
    published: list[str] = []
    retired: list[str] = []
    backfilled: list[str] = []
    for kind, model in MODELS.items():
        _publish_kind(kind, model, document.get(kind, []), now, published, retired, backfilled)
    if published or retired or levels_changed or not Edition.objects.exists():
        Edition.objects.create(token=public_id.new(), published_at=now)
    return Report(tuple(published), tuple(retired), tuple(backfilled))


def _parse(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadEconomy(str(error)) from error


def _check(document: Mapping[str, Any], text: str) -> frozenset[str]:
    currencies = frozenset(each["key"] for each in document.get("currency", []))
    known = frozenset(Currency.objects.values_list("key", flat=True)) | currencies
    if unknown := document.keys() - {"currency", "level", *MODELS}:
        raise BadEconomy(f"unknown table {min(unknown)!r}")
    for kind in MODELS:
        seen: set[str] = set()
        for place, spec in enumerate(document.get(kind, [])):
            try:
                _check_definition(kind, spec, known)
                if spec["key"] in seen:
                    raise ValueError(f"the key {spec['key']!r} is used twice")
            except (ValueError, KeyError, TypeError) as error:
                line = _line_of(text, kind, place)
                raise BadEconomy(f"line {line}: {kind} {spec.get('key', '?')}: {error}", line=line) from error
            seen.add(spec["key"])
    return known


def _check_definition(kind: str, spec: Mapping[str, Any], currencies: frozenset[str]) -> None:
    for name in ("key", *_NEEDED[kind]):
        if not spec.get(name):
            raise ValueError(f"{name} is missing")
    if unknown := spec.keys() - {"key", *_FIELDS[kind]}:
        raise ValueError(f"unknown field {min(unknown)!r}")
    if spec["verb"] in RESERVED:
        raise ValueError(f"the verb {spec['verb']!r} is the engine's own")
    conditions.compile_when(spec.get("when", {}))
    if spec.get("condition"):
        conditions.compile_condition(spec["condition"])
    for effect in spec.get("effects", []):
        effects.get(effect.get("kind", "")).check(effect, currencies)
    if "metric" in spec:
        metrics.get(spec["metric"])
    if "goal" in spec and (not isinstance(spec["goal"], int) or spec["goal"] < 1):
        raise ValueError(f"goal must be a whole number from 1, not {spec['goal']!r}")
    for name, choices in (("cycle", Task.Cycle.values), ("cap_cycle", Rule.Cycle.values)):
        if name in spec and spec[name] not in choices:
            raise ValueError(f"{name} must be one of {', '.join(choices)}, not {spec[name]!r}")


def _line_of(text: str, kind: str, place: int) -> int:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{kind}]]"]
    return lines[place] if place < len(lines) else 0


def _save_currencies_and_levels(document: Mapping[str, Any], currencies: frozenset[str]) -> bool:
    for each in document.get("currency", []):
        values = {"names": each["names"], "is_spendable": each.get("is_spendable", False)}
        Currency.objects.update_or_create(key=each["key"], defaults=values)
    wanted = [(each["number"], each["threshold"], each["names"]) for each in document.get("level", [])]
    if [number for number, _, _ in wanted] != list(range(1, len(wanted) + 1)) or wanted != sorted(
        wanted, key=lambda w: w[1]
    ):
        raise BadEconomy("levels must be numbered from 1 with rising thresholds")
    if wanted and wanted[0][1] != 0:
        raise BadEconomy("level 1 must open at 0")
    if wanted == list(Level.objects.order_by("number").values_list("number", "threshold", "names")):
        return False
    Level.objects.all().delete()
    Level.objects.bulk_create(Level(number=number, threshold=opens, names=names) for number, opens, names in wanted)
    _place_players([opens for _, opens, _ in wanted])
    return True


def _place_players(thresholds: Sequence[int]) -> None:
    """Give every player the level that their growth has under the new thresholds."""
    if not Player.objects.exists():
        return
    Player.objects.update(level=1)
    for number, opens in enumerate(thresholds, 1):
        if number > 1:
            grown = Account.objects.filter(currency_id="growth", available__gte=opens).values("user_id")
            Player.objects.filter(user_id__in=grown).update(level=number)


def _publish_kind(
    kind: str,
    model: type[Definition],
    specs: Sequence[Mapping[str, Any]],
    now: datetime,
    published: list[str],
    retired: list[str],
    backfilled: list[str],
) -> None:
    objects = model._default_manager
    in_force = {row.key: row for row in objects.filter(retired_at=None)}
    latest = dict(objects.values_list("key").annotate(Max("version")))
    changed: dict[str, Definition] = {}
    unchanged = set()
    for position, spec in enumerate(specs):
        key, row = spec["key"], in_force.get(spec["key"])
        fresh = model(key=key, position=position, published_at=now, **_values(kind, spec))
        if row and all(getattr(row, name) == getattr(fresh, name) for name in (*_FIELDS[kind], "position")):
            unchanged.add(key)
            continue
        fresh.version = latest.get(key, 0) + 1
        changed[key] = fresh
    objects.filter(retired_at=None).exclude(key__in=unchanged).update(retired_at=now)
    objects.bulk_create(changed.values())
    for key, fresh in changed.items():
        row = in_force.get(key)
        published.append(f"{kind}/{fresh}")
        if isinstance(fresh, Badge) and not _counts_alike(row, fresh) and backfills.open_for(badge=fresh, now=now):
            backfilled.append(f"{kind}/{fresh}")
    retired += [f"{kind}/{row}" for key, row in in_force.items() if key not in changed and key not in unchanged]


def _counts_alike(before: Definition | None, badge: Badge) -> bool:
    """Say whether what was counted until now is what `badge` counts.

    Raises:
        BadEconomy: for another metric under the same key, because times and people cannot be added up.
    """
    if not isinstance(before, Badge):
        return False
    if before.metric != badge.metric:
        raise BadEconomy(f"badge {badge.key}: another metric needs another key")
    is_waiting = Backfill.objects.filter(badge=before, closed_at=None).exists()
    return not is_waiting and all(getattr(before, name) == getattr(badge, name) for name in _COUNTING)


def _values(kind: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    return {name: spec[name] for name in _FIELDS[kind] if name in spec}
