"""The form of a vote. It only carries what was typed: every check is the service's, beside the same field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community import voting
from community.forms.making import Shown
from community.models import Proposal, VoteRound
from community.services.rounds.drafting import ABOUT_LENGTH, NAME_LENGTH, Entry, Plan
from lib import errors, money, texts
from lib.draft_forms import initial_texts, moment_field, price_field, text_fields, texts_of
from lib.wordings import field_name


class RoundForm(Shown):
    """A vote about some of `offered`, each with a box and, where there is a budget, a price."""

    def __init__(self, *args: Any, offered: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields.update(text_fields("name", _("What is the question?"), NAME_LENGTH))
        self.fields.update(text_fields("about", _("What should voters know?"), ABOUT_LENGTH, rows=3))
        self.fields.update(_rules())
        for each in offered:
            self.fields[f"p-{each.pk}"] = forms.BooleanField(label=each.title, required=False)
            self.fields[f"cost-{each.pk}"] = price_field(_("Price of “%(title)s”") % {"title": each.title})

    @property
    def rows(self) -> list[tuple[Proposal, forms.BoundField, forms.BoundField]]:
        """Each proposal with its two fields."""
        return [(each, self[f"p-{each.pk}"], self[f"cost-{each.pk}"]) for each in self.offered]

    @property
    def rest(self) -> list[forms.BoundField]:
        """All other fields."""
        return [self[name] for name in self.fields if not name.startswith(("p-", "cost-"))]

    @property
    def entry_error(self) -> str:
        return texts.join(self.errors.get("entries", ()))

    def plan(self) -> Plan:
        """Return what was typed. Raises: Invalid for an amount that the currency does not know."""
        said = self.cleaned_data
        entries = [
            Entry(each, self._minor(f"cost-{each.pk}", "entries") or 0)
            for each in self.offered
            if said.get(f"p-{each.pk}")
        ]
        return Plan(
            names=texts_of(said, "name"),
            abouts=texts_of(said, "about"),
            method=said["method"],
            entries=entries,
            closes_at=said["closes_at"],
            per_voter=said["per_voter"],
            seats=said["seats"],
            budget_minor=self._minor("budget", "budget"),
            currency=said["currency"],
            completion=said["completion"] if voting.get(said["method"]).completions else "",
            is_verified=said["is_verified"],
        )

    def show(self, wrong: Mapping[str, errors.Text]) -> None:
        """Put each sentence beside its field; of texts beside the first, what belongs to none above all."""
        for name, sentence in wrong.items():
            first = field_name(name, settings.LANGUAGES[0][0])
            known = next((each for each in (name, first) if each in self.fields), None)
            if name == "entries":
                self.errors.setdefault("entries", self.error_class()).append(str(sentence))
            else:
                self.add_error(known, str(sentence))

    def _minor(self, name: str, field: str) -> int | None:
        amount, currency = self.cleaned_data.get(name), self.cleaned_data["currency"]
        if amount is None:
            return None
        try:
            return money.from_major(amount, currency).minor
        except ValueError:
            raise errors.Invalid(fields={field: _("That is not a price.")}) from None


def initial_of(vote: VoteRound) -> dict[str, Any]:
    """Return the values of a draft."""
    names = ("method", "per_voter", "seats", "currency", "completion", "is_verified", "closes_at")
    values = {name: getattr(vote, name) for name in names}
    values |= initial_texts("name", vote.names) | initial_texts("about", vote.abouts)
    if vote.budget_minor is not None:
        values["budget"] = money.Money(vote.budget_minor, vote.currency).major
    for row in vote.candidates.all():
        values[f"p-{row.proposal_id}"] = True
        if row.cost_minor:
            values[f"cost-{row.proposal_id}"] = money.Money(row.cost_minor, vote.currency).major
    return values


def _rules() -> dict[str, forms.Field]:
    methods = [(each.key, f"{each.label}: {each.words}") for each in voting.every()]
    return {
        "method": forms.ChoiceField(label=_("How are votes counted?"), choices=methods, widget=forms.RadioSelect),
        "per_voter": forms.IntegerField(
            label=_("How many may each voter approve, or how many points do they have?"), min_value=1, initial=3
        ),
        "seats": forms.IntegerField(label=_("How many can win?"), min_value=1, required=False),
        "budget": price_field(_("Which budget is there for all winners?")),
        "currency": forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in money.EXPONENTS]),
        "completion": forms.ChoiceField(
            label=_("With equal shares: what happens to what is left?"), choices=list(voting.COMPLETIONS.items())
        ),
        "is_verified": forms.BooleanField(
            label=_("Only members with a confirmed address vote; with quadratic votes always"), required=False
        ),
        "closes_at": moment_field(_("Until when can one vote?")),
    }
