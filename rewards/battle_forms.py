"""The builder of a battle: forms that carry what was typed. What fits together is the service's to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.registry import scopes
from lib import errors
from lib.draft_forms import DraftForm, Text, moment_field, number_field, offer
from rewards import scoring
from rewards.models import Battle, BattleTeam, Campaign
from rewards.services.battles import terms as rules_of
from rewards.services.battles.terms import Side, Terms

SPARE_ROWS = 2
POINTS = "points_"
DEFAULTS = {"daily_cap": 12, "best_of": 5, "most_players": 12}


class BattleForm(DraftForm):
    """Everything of a battle but its teams."""

    TEXTS = {
        "name": Text("names", _("Name"), rules_of.NAME_LENGTH),
        "story": Text("stories", _("What it is about"), rules_of.STORY_LENGTH, 4),
        "prize": Text("prizes", _("What the winners get"), rules_of.PRIZE_LENGTH, 2),
        "thank": Text("thanks", _("What everybody gets who brings something"), rules_of.PRIZE_LENGTH, 2),
        "letter": Text("letters", _("Your letter, on the story page"), rules_of.LETTER_LENGTH, 4),
    }
    NEEDED = ("starts_at", "ends_at", "name", "prize", "thank")

    campaign = forms.ModelChoiceField(
        label=_("About a campaign"),
        queryset=Campaign.objects.none(),
        empty_label=_("none"),
        required=False,
        help_text=_("Then seats can count, and teams that buy may enter by their captain."),
    )
    starts_at = moment_field(_("Begins"))
    ends_at = moment_field(_("Ends"))
    daily_cap = number_field(_("At most, each person and day"), most=500, help_text=_("So that nobody has to stay up."))
    best_of = number_field(
        _("How many of a team count"),
        most=50,
        help_text=_("Its best ones; 0 is everybody. It keeps big and small teams level."),
    )
    most_players = number_field(_("People in a team, at most"), most=500)

    def __init__(self, *args: Any, battle: Battle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = _campaigns(battle)  # type: ignore[attr-defined]
        for source in scoring.every():
            self.fields[f"{POINTS}{source.key}"] = number_field(
                source.label, most=rules_of.MOST_POINTS, help_text=source.hint
            )

    @property
    def words(self) -> list[forms.BoundField]:
        return self.in_languages("name", "story")

    @property
    def promises(self) -> list[forms.BoundField]:
        return self.in_languages("prize", "thank", "letter")

    @property
    def points(self) -> list[forms.BoundField]:
        return [self[f"{POINTS}{source.key}"] for source in scoring.every()]


class SideForm(DraftForm):
    """A team that the brand names; an empty one is left out."""

    TEXTS = {"name": Text("names", _("Name"), rules_of.NAME_LENGTH)}

    scope = forms.ChoiceField(label=_("Who may play for it"), required=False)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scope", [("", _("everybody")), *places])
        self.order_fields([name for name in self.fields if name != "scope"])

    def side(self) -> Side | None:
        """Return the team, None for an empty row."""
        names = self.columns()["names"]
        return Side(names, self.cleaned_data.get("scope", "")) if any(names.values()) else None


SideFormSet = forms.formset_factory(
    SideForm, extra=SPARE_ROWS, max_num=rules_of.MOST_TEAMS + SPARE_ROWS, absolute_max=40
)


class BattleBuilder:
    """The forms of one draft, filled from it or from what was sent by `user`."""

    def __init__(self, battle: Battle, user: User, data: Any = None) -> None:
        teams = [team for team in battle.teams.all() if team.buyteam_id is None]
        self.form = BattleForm(data, battle=battle, initial=None if data else _initial(battle))
        rows = [_row(team) for team in teams]
        places = {"places": places_of(user, teams)}
        self.rows = SideFormSet(data, prefix="sides", initial=None if data else rows, form_kwargs=places)
        self.side_errors: list[str] = []
        self.rival = ""

    def is_valid(self) -> bool:
        """Say whether what was sent can be read at all."""
        return self.form.is_valid() & self.rows.is_valid()

    def terms(self) -> Terms:
        """Return what was sent, for the service; call it once `is_valid`."""
        said = self.form.cleaned_data
        numbers: dict[str, Any] = {
            name: said[name] if said[name] is not None else usual for name, usual in DEFAULTS.items()
        }
        return Terms(
            **self.form.columns(),
            sides=[side for row in self.rows if (side := row.side())],
            sources={source.key: said[f"{POINTS}{source.key}"] or 0 for source in scoring.every()},
            campaign=said["campaign"],
            starts_at=said["starts_at"],
            ends_at=said["ends_at"],
            **numbers,
        )

    def show(self, error: errors.Invalid) -> None:
        """Put the service's sentences beside their fields."""
        for name, sentence in error.fields.items():
            if name in self.form.fields:
                self.form.add_error(name, str(sentence))
            elif name == "sources":
                self.form.add_error(f"{POINTS}{scoring.every()[0].key}", str(sentence))
            else:
                self.side_errors.append(str(sentence))

    @property
    def has_errors(self) -> bool:
        return bool(self.form.errors or self.rows.total_error_count() or self.side_errors or self.rival)


def places_of(user: User, teams: Sequence[BattleTeam] = ()) -> list[tuple[str, str]]:
    """Return the places whose members a team may be made of: those of `user`, and what is chosen already.

    Queries: 2 a kind of place.
    """
    own = scopes.mine(user)
    chosen = [team.scope for team in teams if team.scope and team.scope not in own]
    names = scopes.names([*own, *chosen])
    return [(place, names.get(place, place)) for place in (*own, *chosen)]


def _campaigns(battle: Battle) -> Any:
    over = (Campaign.State.SETTLED, Campaign.State.CANCELLED)
    return Campaign.objects.filter(brand=battle.brand).exclude(state__in=over).order_by("-pk")


def _row(team: BattleTeam) -> dict[str, Any]:
    return {"scope": team.scope, **SideForm.texts_in(team)}


def _initial(battle: Battle) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(battle, name) for name in ("starts_at", "ends_at", *DEFAULTS)}
    values["campaign"] = battle.campaign_id
    values |= {f"{POINTS}{key}": points for key, points in battle.sources.items()}
    return values | BattleForm.texts_in(battle)
