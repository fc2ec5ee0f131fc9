"""Quests as paths of steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _, ngettext

from gamify.presenters.tasks import action_words, path_of
from gamify.selectors import quests, words


@dataclass(frozen=True)
class Step:
    """What `gamify/task_list/quest_step.html` draws; `state` says what the mark shows, "" where the note does."""

    number: int
    title: str
    note: str
    state: str | Promise
    is_done: bool
    is_now: bool
    percent: int
    progress: str
    progress_words: str
    why: str
    href: str
    action: str | Promise


@dataclass(frozen=True)
class Quest:
    """What `gamify/task_list/quest.html` draws; `note` says what it gives, what it waits for, or when it was done."""

    key: str
    title: str
    story: str
    progress: str
    note: str
    is_waiting: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Path:
    """A member's quests: those to walk or to wait for, and those behind them."""

    ahead: tuple[Quest, ...]
    finished: tuple[Quest, ...]


def path(cards: Sequence[quests.Card], *, badges: Mapping[str, str], now: datetime) -> Path:
    """Return the quests; `badges` are names by key."""
    names = {card.key: card.name for card in cards}
    rows = [(card.state, _quest(card, _note(card, names, badges, now), now)) for card in cards]
    ahead = tuple(row for state, row in rows if state != quests.FINISHED)
    return Path(ahead, tuple(row for state, row in rows if state == quests.FINISHED))


def _quest(card: quests.Card, note: str, now: datetime) -> Quest:
    steps = ngettext("%(done)s of %(n)s step", "%(done)s of %(n)s steps", card.goal)
    return Quest(
        key=card.key,
        title=card.name,
        story=card.description,
        progress=steps % {"done": card.value, "n": card.goal},
        note=note,
        is_waiting=card.state == quests.WAITING,
        steps=tuple(_step(number, step, now) for number, step in enumerate(card.steps, 1)),
    )


def _note(card: quests.Card, names: Mapping[str, str], badges: Mapping[str, str], now: datetime) -> str:
    if card.finished_at:
        return _("Finished: %(time)s.") % {"time": words.when(card.finished_at, now=now)}
    if card.waits_for:
        before = _(", ").join(_("“%(name)s”") % {"name": names[key]} for key in card.waits_for)
        return _("Opens after %(quests)s.") % {"quests": before}
    given = words.points(growth=card.growth, spark=card.spark)
    badge = _("the badge “%(name)s”") % {"name": badges[card.badge]} if card.badge in badges else ""
    reward = _(", ").join(filter(None, (given, badge)))
    return _("At the end: %(reward)s.") % {"reward": reward} if reward else ""


def _step(number: int, step: quests.Step, now: datetime) -> Step:
    is_done, is_now = step.state == quests.DONE, step.state == quests.NOW
    href = path_of(step.action) if is_now else ""
    return Step(
        number=number,
        title=step.name,
        note=_step_note(step, now),
        state="" if is_done else _("Now") if is_now else _("To come"),
        is_done=is_done,
        is_now=is_now,
        percent=step.percent,
        progress=f"{step.shown}/{step.goal}",
        progress_words=_("%(shown)s of %(goal)s") % {"shown": step.shown, "goal": step.goal},
        why=_("Did not count yet: %(why)s") % {"why": step.note} if step.note else "",
        href=href,
        action=action_words(step.action),
    )


def _step_note(step: quests.Step, now: datetime) -> str:
    if step.done_at:
        return _("Done: %(time)s.") % {"time": words.when(step.done_at, now=now)}
    given = words.points(growth=step.growth, spark=step.spark)
    return _(". ").join(filter(None, (given, step.description if step.state == quests.NOW else "")))
