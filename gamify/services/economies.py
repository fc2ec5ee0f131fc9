"""Publishing an economy that is kept as a TOML file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from gamify.engine.economy import Economy
from gamify.models import Account, Badge, Currency, Edition, Level, Player, Quest, Tier
from gamify.models.definition import Published
from gamify.services import backfills, economy_checks, republishing, terms
from gamify.services.definition_checks import FIELDS, MODELS
from gamify.services.economy_checks import BadEconomy as BadEconomy
from gamify.services.tier_checks import FIELDS as TIER, tier_of
from gamify.storage import economies as storage
from lib import public_id


@dataclass(frozen=True)
class Report:
    """What publishing changed, as `rule/share-moment@2`; `backfilled` will count what was done before, soon.

    `lapsing` are the currencies for which it changed after how long they lapse.
    """

    published: tuple[str, ...]
    retired: tuple[str, ...]
    backfilled: tuple[str, ...] = ()
    is_relevelled: bool = False
    is_retiered: bool = False
    lapsing: tuple[terms.Change, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        is_placed_again = self.is_relevelled or self.is_retiered
        return not (self.published or self.retired or is_placed_again or self.lapsing)


@transaction.atomic
def publish(*, text: str, now: datetime, by: User | None = None, note: str = "", is_built_in: bool = False) -> Report:
    """Bring the definitions in force to what `text` says: new versions for what changed, none for what did not.

    Locks: the latest edition. Raises:
        BadEconomy: before anything is written, naming the line, when TOML, CEL, a comparison, a metric or an effect is
            wrong.
    """
    document = economy_checks.read(text)
    report = _bring(document, now)
    if not report.is_unchanged or not Edition.objects.exists():
        kept = {"text": text, "by": by, "note": note, "is_built_in": is_built_in}
        Edition.objects.create(token=public_id.new(), published_at=now, **kept)
    if report.is_relevelled:
        _place_players([each["threshold"] for each in document.get("level", [])])
    return report


def draft(*, text: str, now: datetime) -> tuple[Report, Economy]:
    """Return what publishing `text` would change and the economy that it would make; nothing of it stays.

    No edition is numbered and no player placed. Raises: as `publish`.
    """
    document = economy_checks.read(text)
    with transaction.atomic():
        report = _bring(document, now)
        economy = storage.draft()
        transaction.set_rollback(True)
    return report, economy


def _bring(document: Mapping[str, Any], now: datetime) -> Report:
    """Bring the definitions in force to what `document` says. Inside a transaction. Locks: the latest edition."""
    Edition.objects.select_for_update(no_key=True).order_by("-number").first()
    lapsing = tuple(_save_currencies(document, now))
    is_relevelled, is_retiered = _save_levels(document), _save_tiers(document)
    brought = [_bring_kind(kind, model, document.get(kind, []), now) for kind, model in MODELS.items()]
    published, retired, backfilled = (tuple(chain.from_iterable(names)) for names in zip(*brought, strict=True))
    return Report(published, retired, backfilled, is_relevelled, is_retiered, lapsing)


def _save_currencies(document: Mapping[str, Any], now: datetime) -> Iterator[terms.Change]:
    known = Currency.objects.in_bulk()
    for each in document.get("currency", []):
        months = each.get("lapses_after_months")
        values = {
            "names": each["names"],
            "is_spendable": each.get("is_spendable", False),
            "lapses_after_months": months,
        }
        if held := known.get(each["key"]):
            yield from terms.bring(held, months=months, now=now)
            Currency.objects.filter(pk=held.pk).update(**values)
        else:
            Currency.objects.update_or_create(key=each["key"], defaults=values)


def _save_levels(document: Mapping[str, Any]) -> bool:
    wanted = [(each["number"], each["threshold"], each["names"]) for each in document.get("level", [])]
    if wanted == list(Level.objects.order_by("number").values_list("number", "threshold", "names")):
        return False
    Level.objects.all().delete()
    Level.objects.bulk_create(Level(number=number, threshold=opens, names=names) for number, opens, names in wanted)
    return True


def _save_tiers(document: Mapping[str, Any]) -> bool:
    """Put the tiers of `document` in the place of those in force; the job looks at everybody after an edition."""
    wanted = [tier_of(spec) for spec in document.get("tier", [])]
    if [_said(tier) for tier in wanted] == [_said(tier) for tier in Tier.objects.order_by("enter")]:
        return False
    Tier.objects.all().delete()
    Tier.objects.bulk_create(wanted)
    return True


def _said(tier: Tier) -> tuple[object, ...]:
    return tuple(getattr(tier, name) for name in TIER)


def _place_players(thresholds: Sequence[int]) -> None:
    """Give every player the level that their growth has under the new thresholds."""
    if not Player.objects.exists():
        return
    Player.objects.update(level=1)
    for number, opens in enumerate(thresholds, 1):
        if number > 1:
            grown = Account.objects.filter(currency_id="growth", available__gte=opens).values("user_id")
            Player.objects.filter(user_id__in=grown).update(level=number)


def _bring_kind(
    kind: str, model: type[Published], specs: Sequence[Mapping[str, Any]], now: datetime
) -> tuple[list[str], list[str], list[str]]:
    """Return which definitions of a kind are published and retired, and which will count what was done before."""
    objects = model._default_manager
    in_force = {row.key: row for row in objects.filter(retired_at=None)}
    latest = dict(objects.values_list("key").annotate(Max("version")))
    wanted = {
        spec["key"]: model(key=spec["key"], position=position, published_at=now, **_values(kind, spec))
        for position, spec in enumerate(specs)
    }
    changed = {key: row for key, row in wanted.items() if not _is_same(kind, in_force.get(key), row)}
    for key, row in changed.items():
        row.version = latest.get(key, 0) + 1
        if isinstance(row, Quest):
            republishing.check_path(row)
    objects.filter(retired_at=None).exclude(key__in=wanted.keys() - changed.keys()).update(retired_at=now)
    objects.bulk_create(changed.values())
    return (
        [f"{kind}/{row}" for row in changed.values()],
        [f"{kind}/{row}" for key, row in in_force.items() if key not in wanted],
        [f"{kind}/{row}" for key, row in changed.items() if _open_backfill(in_force.get(key), row, now)],
    )


def _is_same(kind: str, here: Published | None, fresh: Published) -> bool:
    return here is not None and all(getattr(here, name) == getattr(fresh, name) for name in (*FIELDS[kind], "position"))


def _open_backfill(here: Published | None, fresh: Published, now: datetime) -> bool:
    """Let a badge that counts otherwise than before count the past; return whether it will."""
    if not isinstance(fresh, Badge) or republishing.counts_alike(here, fresh):
        return False
    return bool(backfills.open_for(badge=fresh, now=now))


def _values(kind: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    return {name: spec[name] for name in FIELDS[kind] if name in spec}
