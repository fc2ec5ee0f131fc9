"""The form that founds and changes a group, one column a language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from community.models import Group
from community.services import group_texts
from community.services.groups import Draft, Rule
from lib.draft_forms import in_reading_order
from lib.wordings import field_name
from look.emotions import EMOTIONS

ICONS = {
    "users-round": _("People"),
    "cup-soda": _("Cold drink"),
    "coffee": _("Hot drink"),
    "utensils": _("Fork and knife"),
    "soup": _("Soup"),
    "croissant": _("Croissant"),
    "leaf": _("Leaf"),
    "sprout": _("Sprout"),
    "flower-2": _("Flower"),
    "trees": _("Trees"),
    "mountain": _("Mountain"),
    "footprints": _("Footprints"),
    "bike": _("Bicycle"),
    "waves-horizontal": _("Waves"),
    "moon": _("Moon"),
    "sun": pgettext_lazy("picture", "Sun"),  # the bare word is the day of the week
    "baby": _("Baby"),
    "heart-handshake": _("Heart of two hands"),
    "shirt": _("Shirt"),
    "scissors": _("Scissors"),
    "droplets": _("Drops"),
    "book-open": _("Open book"),
    "music": _("Music"),
    "camera": _("Camera"),
    "palette": _("Paint"),
    "gamepad-2": _("Game controller"),
    "dog": _("Dog"),
    "cat": _("Cat"),
    "wrench": _("Wrench"),
    "house": _("House"),
}
EXTRA_RULES = 2
LABELS = {"name": _("Name"), "tagline": _("One line about it"), "about": _("About, in Markdown")}
LENGTHS = {
    "name": group_texts.NAME_LENGTH,
    "tagline": group_texts.TAGLINE_LENGTH,
    "about": group_texts.ABOUT_LENGTH,
}


RULE_FIELDS = (
    ("title", _("Rule"), group_texts.RULE_TITLE_LENGTH),
    ("body", _("What it means"), group_texts.RULE_BODY_LENGTH),
)


class SpokenForm(forms.Form):
    """A form with fields in each language: the reader's own in view, the others folded until they hold words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own: list[str] = []
        self._others: list[str] = []

    def _add(self, name: str, label: Any, language: str, *, is_own: bool, **more: Any) -> None:
        said = label if is_own else _("%(label)s (%(language)s)") % {"label": label, "language": language}
        self.fields[name] = forms.CharField(label=said, required=False, **more)
        (self._own if is_own else self._others).append(name)

    @property
    def own(self) -> list[forms.BoundField]:
        """Return the fields of the reader's own language."""
        return [self[name] for name in self._own]

    @property
    def others(self) -> list[forms.BoundField]:
        """Return the fields of the other languages."""
        return [self[name] for name in self._others]

    @property
    def is_translated(self) -> bool:
        """Say whether the other languages must be in view: something is written there, or wrong."""
        return any(field.errors or field.value() for field in self.others)


class GroupForm(SpokenForm):
    """What an owner may change; the rules' words are checked by the service, which names the fields."""

    mood = forms.ChoiceField(
        label=_("Its colour"),
        choices=[(key, look.label) for key, look in EMOTIONS.items()],
        initial="warmth",
        widget=forms.RadioSelect,
    )
    icon = forms.ChoiceField(
        label=_("Its mark"), choices=list(ICONS.items()), initial=next(iter(ICONS)), widget=forms.RadioSelect
    )
    visibility = forms.ChoiceField(
        label=_("Who may read"),
        choices=Group.Visibility.choices,
        initial=Group.Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )
    join_policy = forms.ChoiceField(
        label=_("Who may join"),
        choices=Group.JoinPolicy.choices,
        initial=Group.JoinPolicy.OPEN,
        widget=forms.RadioSelect,
    )
    join_question = forms.CharField(
        label=_("A question for those who ask to join"), max_length=group_texts.QUESTION_LENGTH, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = in_reading_order()
        for field, label in LABELS.items():
            for code, language in languages:
                widget = forms.Textarea(attrs={"rows": 7}) if field == "about" else forms.TextInput()
                self._add(
                    field_name(field, code),
                    label,
                    language,
                    is_own=code == languages[0][0],
                    max_length=LENGTHS[field],
                    widget=widget,
                )

    def draft(self, rules: list[Rule], *, slug: str = "") -> Draft:
        """Return what the form says, for the service."""
        said = self.cleaned_data
        return Draft(
            names=_texts(said, "name"),
            taglines=_texts(said, "tagline"),
            abouts=_texts(said, "about"),
            slug=slug,
            icon=said["icon"],
            mood=said["mood"],
            visibility=said["visibility"],
            join_policy=said["join_policy"],
            join_question=said["join_question"],
            rules=rules,
        )


class RuleForm(SpokenForm):
    """One rule; without any title it is left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, (code, language) in enumerate(in_reading_order()):
            for name, label, most in RULE_FIELDS:
                self._add(f"{name}_{code}", label, language, is_own=place == 0, max_length=most)

    def rule(self) -> Rule:
        """Return the rule, whose titles may be empty."""
        said = self.cleaned_data
        return Rule(
            titles={code: said.get(f"title_{code}", "") for code, _name in settings.LANGUAGES},
            bodies={code: said[f"body_{code}"] for code, _name in settings.LANGUAGES if said.get(f"body_{code}")},
        )


RuleFormSet = forms.formset_factory(
    RuleForm,
    extra=EXTRA_RULES,
    max_num=group_texts.MOST_RULES,
    absolute_max=group_texts.MOST_RULES + EXTRA_RULES,
    validate_max=True,
)


def initial_of(group: Group) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the starting values of the form and of its rules."""
    values = {name: getattr(group, name) for name in ("mood", "icon", "visibility", "join_policy", "join_question")}
    for field, texts in (("name", group.names), ("tagline", group.taglines), ("about", group.abouts)):
        values |= {field_name(field, code): text for code, text in texts.items()}
    rules = [
        {f"title_{code}": text for code, text in rule.titles.items()}
        | {f"body_{code}": text for code, text in rule.bodies.items()}
        for rule in group.rules.filter(retired_at=None).order_by("number", "pk")
    ]
    return values, rules


def _texts(said: Mapping[str, str], field: str) -> dict[str, str]:
    return {code: said[field_name(field, code)] for code, _name in settings.LANGUAGES}
