"""The rows of a challenge's builder: tasks, and what there is to win."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gamify import metrics, prizes
from gamify.models import Challenge, ChallengeTask, PrizeLine
from gamify.services.challenges import terms as rules_of
from gamify.services.challenges.terms import Line, Task
from lib.draft_forms import in_reading_order, initial_texts, number_field, offer, text_fields, texts_of
from lib.wordings import field_name

SPARE_ROWS = 1
PROOF, AMOUNT = "proof", "points"
DOES = {
    "create": _("write a post"),
    "comment": _("write a comment"),
    "like": _("react to a post"),
    "receive": _("get reactions"),
    "join": _("join a group"),
    "visit": _("come by"),
    PROOF: _("hand something in"),
}
ASKS = {"text": _("words"), "link": _("a link"), "picture": _("a picture")}


class TaskForm(forms.Form):
    """One thing to do; without a name in any language it is left out."""

    does = forms.ChoiceField(label=_("What they do"), choices=[("", _("choose …")), *DOES.items()], required=False)
    goal = number_field(_("How often"), most=1000)
    points = number_field(_("Score for each"), most=100)
    asks = forms.MultipleChoiceField(
        label=_("What they hand in"),
        choices=list(ASKS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    metric = forms.ChoiceField(label=_("What counts"), required=False)
    most = number_field(_("Counts up to"), most=1000, help_text=_("Empty: as often as is asked for."))
    daily_most = number_field(_("At most each day"), most=100, help_text=_("0: no limit."))
    condition = forms.CharField(widget=forms.HiddenInput, required=False)
    when = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= text_fields("name", _("The task"), rules_of.NAME_LENGTH)
        self.fields |= text_fields("hint", _("A hint"), rules_of.HINT_LENGTH)
        offer(self, "metric", [(each.key, each.label) for each in metrics.every()])

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[field_name("name", code)] for code, _l in in_reading_order()]

    @property
    def hints(self) -> list[forms.BoundField]:
        return [self[field_name("hint", code)] for code, _l in in_reading_order()]

    def clean_when(self) -> dict[str, Any]:
        """Carry along what only the API writes; the service looks at it."""
        try:
            found = json.loads(self.cleaned_data["when"] or "{}")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def task(self) -> Task | None:
        """Return the task, None for an empty row."""
        said = self.cleaned_data
        names, hints = texts_of(said, "name"), texts_of(said, "hint")
        if not any(names.values()) and not said.get("does"):
            return None
        is_proof = said.get("does") == PROOF
        return Task(
            names=names,
            hints=hints,
            kind=ChallengeTask.Kind.PROOF if is_proof else ChallengeTask.Kind.METRIC,
            verb="" if is_proof else said.get("does", ""),
            when=said.get("when") or {},
            condition=said.get("condition", ""),
            metric=said.get("metric") or "count",
            asks=said.get("asks", ()),
            goal=1 if is_proof else said_or(said.get("goal"), 1),
            points=said_or(said.get("points"), 1),
            most=said_or(said.get("most"), 0),
            daily_most=said_or(said.get("daily_most"), 0),
        )


class LineForm(forms.Form):
    """Something to win; without a number of winners it is left out."""

    rule = forms.ChoiceField(label=_("Who gets it"), choices=PrizeLine.Rule.choices, required=False)
    places = number_field(_("How many"), most=rules_of.MOST_WINNERS)
    what = forms.ChoiceField(label=_("What"), required=False)
    amount = number_field(_("Points for each"), most=100_000, help_text=_("Only for points."))

    def __init__(self, *args: Any, offers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "what", offers)

    def line(self) -> Line | None:
        """Return the line, None for an empty row."""
        said = self.cleaned_data
        if not said.get("places") and not said.get("amount"):
            return None
        key, _colon, choice = (said.get("what") or AMOUNT).partition(":")
        kind = prizes.get(key)
        spec = {kind.field: choice if kind.choices else said.get("amount") or 0}
        return Line(said.get("rule") or PrizeLine.Rule.FINISH, said.get("places") or 0, key, spec)


TaskFormSet = forms.formset_factory(
    TaskForm, extra=SPARE_ROWS, max_num=rules_of.MOST_TASKS + SPARE_ROWS, absolute_max=24
)
LineFormSet = forms.formset_factory(
    LineForm, extra=SPARE_ROWS, max_num=rules_of.MOST_LINES + SPARE_ROWS, absolute_max=24
)


def offers_of(challenge: Challenge) -> list[tuple[str, str]]:
    """Return what can be won: points, and what other kinds offer to choose from. Queries: 1 a kind."""
    found = []
    for kind in prizes.every():
        if kind.choices is None:
            found.append((kind.key, str(kind.label)))
        else:
            found += [(f"{kind.key}:{key}", f"{kind.label}: {name}") for key, name in kind.choices(challenge)]
    return found


def task_row(task: ChallengeTask) -> dict[str, Any]:
    values = {name: getattr(task, name) for name in ("goal", "points", "most", "daily_most", "metric", "asks")}
    values |= {"condition": task.condition, "when": json.dumps(task.when) if task.when else ""}
    values["does"] = PROOF if task.kind == ChallengeTask.Kind.PROOF else task.verb
    return values | initial_texts("name", task.names) | initial_texts("hint", task.hints)


def line_row(line: PrizeLine) -> dict[str, Any]:
    kind = prizes.find(line.kind)
    choice = f":{line.spec.get(kind.field, '')}" if kind and kind.choices else ""
    what = f"{line.kind}{choice}"
    return {"rule": line.rule, "places": line.places, "what": what, "amount": line.spec.get("amount")}


def said_or(said: int | None, usual: int) -> int:
    """Return the number that was written, or the usual one for an empty field."""
    return usual if said is None else said
