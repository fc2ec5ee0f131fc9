"""The builder of a challenge: forms that carry what was typed. What fits together is the service's to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.challenge_rows import LineFormSet, TaskFormSet, line_row, offers_of, said_or, task_row
from gamify.models import Challenge
from gamify.registry import scopes
from gamify.services.challenges import terms as rules_of
from gamify.services.challenges.terms import Terms
from lib import errors
from lib.draft_forms import DraftForm, Text, moment_field, number_field, offer

USUAL = {"team_size": 0, "member_cap": 0, "review_days": 3}
MOST_HELD_OUT = 50  # per cent


class ChallengeForm(DraftForm):
    """Everything of a challenge but its tasks and prizes."""

    TEXTS = {
        "name": Text("names", _("Name"), rules_of.NAME_LENGTH),
        "tagline": Text("taglines", _("One line about it"), rules_of.TAGLINE_LENGTH),
        "story": Text("stories", _("What it is about, and why you do it"), rules_of.STORY_LENGTH, 5),
        "term": Text("terms", _("What else binds you"), rules_of.TERM_LENGTH, 3),
    }
    NEEDED = ("ends_at", "name", "story")

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
        offer(self, "places", places)

    @property
    def words(self) -> list[forms.BoundField]:
        return self.in_languages("name", "tagline", "story")

    @property
    def promises(self) -> list[forms.BoundField]:
        return self.in_languages("term")


class ChallengeBuilder:
    """The forms of one draft, filled from it or from what was sent by `user`."""

    def __init__(self, challenge: Challenge, user: User, data: Any = None) -> None:
        chosen = list(challenge.places)
        places = [] if challenge.scope else places_of(user, chosen)
        self.form = ChallengeForm(data, places=places, initial=None if data else _initial(challenge))
        task_rows = None if data else [task_row(task) for task in challenge.tasks.all()]
        self.tasks = TaskFormSet(data, prefix="tasks", initial=task_rows)
        line_rows = None if data else [line_row(line) for line in challenge.lines.all()]
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
            **self.form.columns(),
            places=[self.scope] if self.scope else said["places"],
            tasks=[task for row in self.tasks if (task := row.task())],
            lines=[line for row in self.lines if (line := row.line())],
            team_size=said_or(said["team_size"], USUAL["team_size"]),
            member_cap=said_or(said["member_cap"], USUAL["member_cap"]),
            review_days=said_or(said["review_days"], USUAL["review_days"]),
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


def _initial(challenge: Challenge) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(challenge, name) for name in ("starts_at", "ends_at", "places", *USUAL)}
    values["holdout"] = challenge.holdout_bp // 100
    return values | ChallengeForm.texts_in(challenge)
