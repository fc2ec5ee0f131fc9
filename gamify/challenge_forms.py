"""The builder of a challenge: forms that carry what was typed. What fits together is the service's to say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify import metrics, prizes
from gamify.models import Challenge, ChallengeTask, PrizeLine
from gamify.registry import scopes
from gamify.services.challenges import terms as rules_of
from gamify.services.challenges.terms import Line, Task, Terms
from lib import errors
from lib.building import in_reading_order, initial_texts, moment_field, number_field, text_fields, texts_of
from lib.wordings import field_name

SPARE_ROWS = 1
PROOF, AMOUNT = "proof", "points"
TEXTS = {
    "name": (_("Name"), rules_of.NAME_LENGTH, 1),
    "tagline": (_("One line about it"), rules_of.TAGLINE_LENGTH, 1),
    "story": (_("What it is about, and why you do it"), rules_of.STORY_LENGTH, 5),
    "term": (_("What else binds you"), rules_of.TERM_LENGTH, 3),
}
COLUMNS = {"name": "names", "tagline": "taglines", "story": "stories", "term": "terms"}
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
NEEDED, USUAL = ("ends_at",), {"team_size": 0, "member_cap": 0, "review_days": 3}
MOST_HELD_OUT = 50  # per cent


class ChallengeForm(forms.Form):
    """Everything of a challenge but its tasks and prizes. A draft may lack anything."""

    starts_at = moment_field(_("Begins"), help_text=_("Leave it empty to begin as soon as it is approved."))
    ends_at = moment_field(_("Ends"), help_text=_("Between an hour and 92 days later."))
    places = forms.MultipleChoiceField(
        label=_("Groups"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    team_size = number_field(_("People in a team, at most"), most=50, help_text=_("0: everybody for themselves."))
    member_cap = number_field(
        _("At most, each person, in points"), most=1_000_000, help_text=_("0: no limit. Badges are not counted.")
    )
    review_days = number_field(
        _("Days you have to answer a proof"), most=14, help_text=_("What nobody answers in time counts.")
    )
    holdout = number_field(
        _("Members who do not see it, in per cent"),
        most=MOST_HELD_OUT,
        help_text=_(
            "0: everybody may see it. With 10, one in ten, chosen by lot, does not: so that the report can say "
            "honestly whether the challenge changed anything. They lose nothing else, and nobody learns who they are."
        ),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, (label, most, rows) in TEXTS.items():
            self.fields |= text_fields(name, label, most, rows)
        self.fields["places"].choices = places  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        """A draft may lack anything; the marks on what it will need are only for the reader."""
        super().full_clean()
        own = in_reading_order()[0][0]
        for name in (*NEEDED, field_name("name", own), field_name("story", own)):
            self.fields[name].required = True

    @property
    def words(self) -> list[forms.BoundField]:
        return [
            self[field_name(name, code)] for name in ("name", "tagline", "story") for code, _l in in_reading_order()
        ]

    @property
    def promises(self) -> list[forms.BoundField]:
        return [self[field_name("term", code)] for code, _l in in_reading_order()]


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
        self.fields["metric"].choices = [(each.key, each.label) for each in metrics.every()]  # type: ignore[attr-defined]

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
        except ValueError:
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
            goal=1 if is_proof else _or(said.get("goal"), 1),
            points=_or(said.get("points"), 1),
            most=_or(said.get("most"), 0),
            daily_most=_or(said.get("daily_most"), 0),
        )


class LineForm(forms.Form):
    """Something to win; without a number of winners it is left out."""

    rule = forms.ChoiceField(label=_("Who gets it"), choices=PrizeLine.Rule.choices, required=False)
    places = number_field(_("How many"), most=rules_of.MOST_WINNERS)
    what = forms.ChoiceField(label=_("What"), required=False)
    amount = number_field(_("Points for each"), most=100_000, help_text=_("Only for points."))

    def __init__(self, *args: Any, offers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = offers  # type: ignore[attr-defined]

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


class ChallengeBuilder:
    """The forms of one draft, filled from it or from what was sent by `user`."""

    def __init__(self, challenge: Challenge, user: User, data: Any = None) -> None:
        chosen = list(challenge.places)
        places = [] if challenge.scope else places_of(user, chosen)
        self.form = ChallengeForm(data, places=places, initial=None if data else _initial(challenge))
        task_rows = None if data else [_task_row(task) for task in challenge.tasks.all()]
        self.tasks = TaskFormSet(data, prefix="tasks", initial=task_rows)
        line_rows = None if data else [_line_row(line) for line in challenge.lines.all()]
        offers = {"offers": offers_of(challenge)}
        self.lines = LineFormSet(data, prefix="lines", initial=line_rows, form_kwargs=offers)
        self.scope = challenge.scope
        self.task_errors: list[str] = []
        self.line_errors: list[str] = []
        self.rival = ""

    def is_valid(self) -> bool:
        """Say whether what was sent can be read at all."""
        return bool(self.form.is_valid() & self.tasks.is_valid() & self.lines.is_valid())

    def terms(self) -> Terms:
        """Return what was sent, for the service; call it once `is_valid`."""
        said = self.form.cleaned_data
        return Terms(
            names=texts_of(said, "name"),
            taglines=texts_of(said, "tagline"),
            stories=texts_of(said, "story"),
            terms=texts_of(said, "term"),
            places=[self.scope] if self.scope else said["places"],
            tasks=[task for row in self.tasks if (task := row.task())],
            lines=[line for row in self.lines if (line := row.line())],
            team_size=_or(said["team_size"], USUAL["team_size"]),
            member_cap=_or(said["member_cap"], USUAL["member_cap"]),
            review_days=_or(said["review_days"], USUAL["review_days"]),
            holdout_bp=(said["holdout"] or 0) * 100,
            starts_at=said["starts_at"],
            ends_at=said["ends_at"],
        )

    def show(self, error: errors.Invalid) -> None:
        """Put the service's sentences beside their fields."""
        for name, sentence in error.fields.items():
            rows, _dash, rest = name.partition("-")
            if rows in ("tasks", "lines"):
                self._show_in_row(rows, rest, str(sentence))
            else:
                self.form.add_error("holdout" if name == "holdout_bp" else name, str(sentence))

    def _show_in_row(self, rows: str, rest: str, sentence: str) -> None:
        """Find the row that `0-name` or `1` names: rows that were left out are not counted."""
        found, usual, loose = self._kept[rows]
        place, _dash, field = rest.partition("-")
        if not place or int(place) >= len(found):
            loose.append(sentence)
        else:
            row = found[int(place)]
            row.add_error(field if field in row.fields else usual, sentence)

    @property
    def _kept(self) -> dict[str, tuple[list[Any], str, list[str]]]:
        return {
            "tasks": ([row for row in self.tasks if row.task()], "does", self.task_errors),
            "lines": ([row for row in self.lines if row.line()], "amount", self.line_errors),
        }

    @property
    def has_errors(self) -> bool:
        rows = self.tasks.total_error_count() + self.lines.total_error_count()
        return bool(self.form.errors or rows or self.task_errors or self.line_errors or self.rival)

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Return every error as the id of its field, its label and a sentence."""
        found = [(f.id_for_label, str(f.label), str(error)) for f in self.form for error in f.errors]
        for rows in (self.tasks, self.lines):
            found += [(f.id_for_label, str(f.label), str(error)) for row in rows for f in row for error in f.errors]
        return found + [("tasks", "", each) for each in self.task_errors] + [("lines", "", e) for e in self.line_errors]


def places_of(user: User, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """Return the groups that can be asked: those of `user`, and what is chosen already. Queries: 2 a kind of place."""
    own = list(scopes.mine(user))
    every = own + [place for place in chosen if place not in own]
    names = scopes.names(every)
    return [(place, names.get(place, place)) for place in every]


def offers_of(challenge: Challenge) -> list[tuple[str, str]]:
    """Return what can be won: points, and what other kinds offer to choose from. Queries: 1 a kind."""
    found = []
    for kind in prizes.every():
        if kind.choices is None:
            found.append((kind.key, str(kind.label)))
        else:
            found += [(f"{kind.key}:{key}", f"{kind.label}: {name}") for key, name in kind.choices(challenge)]
    return found


def _or(said: int | None, usual: int) -> int:
    return usual if said is None else said


def _initial(challenge: Challenge) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(challenge, name) for name in ("starts_at", "ends_at", "places", *USUAL)}
    values["holdout"] = challenge.holdout_bp // 100
    for name, column in COLUMNS.items():
        values |= initial_texts(name, getattr(challenge, column))
    return values


def _task_row(task: ChallengeTask) -> dict[str, Any]:
    values = {name: getattr(task, name) for name in ("goal", "points", "most", "daily_most", "metric", "asks")}
    values |= {"condition": task.condition, "when": json.dumps(task.when) if task.when else ""}
    values["does"] = PROOF if task.kind == ChallengeTask.Kind.PROOF else task.verb
    return values | initial_texts("name", task.names) | initial_texts("hint", task.hints)


def _line_row(line: PrizeLine) -> dict[str, Any]:
    kind = prizes.find(line.kind)
    choice = f":{line.spec.get(kind.field, '')}" if kind and kind.choices else ""
    what = f"{line.kind}{choice}"
    return {"rule": line.rule, "places": line.places, "what": what, "amount": line.spec.get("amount")}
