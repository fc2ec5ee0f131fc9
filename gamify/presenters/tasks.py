"""Tasks as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from gamify.selectors import tasks, words
from lib import texts

_ACTIONS: dict[str, str | Promise] = {
    "community:post-create": gettext_lazy("Write a post"),
    "community:home": gettext_lazy("Open the feed"),
    "community:explore": gettext_lazy("Explore"),
    "community:group-list": gettext_lazy("Find a group"),
    "community:proposals": gettext_lazy("See the proposals"),
    "community:proposal-new": gettext_lazy("Write a proposal"),
    "community:rounds": gettext_lazy("See the votes"),
}


@dataclass(frozen=True)
class Task:
    """What `elements/task.html` draws."""

    key: str
    title: str
    note: str
    percent: int
    progress: str
    progress_words: str
    is_done: bool
    why: str
    href: str
    action: str | Promise
    points: str


def row(card: tasks.Card, *, now: datetime) -> Task:
    """Return a task with its note: what it gives, or when it was done and comes again."""
    href = "" if card.is_done else path_of(card.action)
    given = words.points(growth=card.growth, spark=card.spark)
    progress = _("%(shown)s of %(goal)s") % {"shown": card.shown, "goal": card.goal}
    return Task(
        key=card.key,
        title=card.name,
        note=_done_note(card, now) if card.is_done else _(". ").join(filter(None, (given, card.description))),
        percent=card.percent,
        progress=f"{card.shown}/{card.goal}",
        progress_words=_("Done") if card.is_done else progress,
        is_done=card.is_done,
        why=_("Did not count yet: %(why)s") % {"why": card.note} if card.note else "",
        href=href,
        action=action_words(card.action),
        points=given,
    )


def _done_note(card: tasks.Card, now: datetime) -> str:
    assert card.done_at is not None
    done = _("Done: %(time)s.") % {"time": words.when(card.done_at, now=now)}
    return texts.gap(done) + words.opens(card.opens_at, now=now) if card.opens_at else done


def action_words(name: str) -> str | Promise:
    """Return what the button says that leads to the page `name`."""
    return _ACTIONS.get(name, _("Go there"))


def path_of(name: str) -> str:
    """Return the address of the page `name`, "" when there is none."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
