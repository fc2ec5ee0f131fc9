"""What tasks and badges can count. One file a metric; a new one is imported at the end of this file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gamify.engine.decision import NOT_COUNTED, OWN_CONTENT
from gamify.engine.happening import Happening
from lib import signatures


@dataclass(frozen=True)
class Metric:
    """A way of counting.

    `item(happening)` returns what must be different from everything counted before in the period, "" when every
    activity counts, or None when this one does not count at all; `refusal` is the reason then.
    """

    key: str
    label: str | Promise
    item: Callable[[Happening], str | None]
    refusal: str = NOT_COUNTED


_metrics: dict[str, Metric] = {}


def add(metric: Metric) -> None:
    """Register `metric`; a key can be taken once."""
    if metric.key in _metrics:
        raise ValueError(f"metric {metric.key} is registered twice")
    signatures.check(f"metric {metric.key}", metric.item, ["happening"])
    _metrics[metric.key] = metric


def get(key: str) -> Metric:
    """Return the metric named `key`; raises ValueError when there is none."""
    if key not in _metrics:
        told = _("There is no metric called “%(name)s”, but %(known)s.")
        raise ValueError(told % {"name": key, "known": ", ".join(sorted(_metrics))})
    return _metrics[key]


def every() -> tuple[Metric, ...]:
    """Return all metrics in the order they were added."""
    return tuple(_metrics.values())


from gamify.metrics import count, distinct_days, distinct_groups, distinct_people  # noqa: E402

for module in (count, distinct_days, distinct_groups):
    add(Metric(module.KEY, module.LABEL, module.item))
add(Metric(distinct_people.KEY, distinct_people.LABEL, distinct_people.item, refusal=OWN_CONTENT))
