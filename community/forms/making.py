"""Forms of a brand that answers, makes and tests. What fits together is the service's to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import BrandAnswer
from community.services.making import giving_up, showing, testing, updates
from community.services.proposals import answering
from gamify.launches import Sale
from lib import errors, money
from lib.draft_forms import moment_field, number_field, offer, price_field

QUESTIONS = 6
PICTURES = "image/jpeg,image/png,image/webp,image/gif"
SALES = [
    (giving_up.KEEP, _("It goes on to its end. Whoever buys until then gets it.")),
    (giving_up.END, _("It is called off. What is held is released, what was paid and not yet sent goes back.")),
]
_NAMES = {"cost_minor": "cost", "pool": "pool", "pool_minor": "pool"}


class Shown(forms.Form):
    """A form beside whose fields the service's sentences are put."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.rival = ""

    def show(self, wrong: Mapping[str, errors.Text]) -> None:
        """Put each sentence beside its field; what belongs to none stands above all."""
        for name, sentence in wrong.items():
            name = _NAMES.get(name, name)
            self.add_error(name if name in self.fields else None, str(sentence))

    def minor(self, name: str) -> int | None:
        """Return the amount as whole minor units of the chosen currency; an amount too fine for it is an error."""
        amount, currency = self.cleaned_data.get(name), self.cleaned_data.get("currency")
        if amount is None or not currency:
            return None
        try:
            return money.from_major(amount, currency).minor
        except ValueError:
            places = money.EXPONENTS[currency]
            self.add_error(
                name,
                str(
                    _("At most %(places)s decimals in %(currency)s, please.") % {"places": places, "currency": currency}
                ),
            )
            return None


def currency_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in money.EXPONENTS])


def words_field(label: Any, most: int, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class AnswerForm(Shown):
    """The brand's written answer."""

    outcome = forms.ChoiceField(label=_("Your answer"), choices=BrandAnswer.Outcome.choices, widget=forms.RadioSelect)
    reasons = words_field(
        _("Why"),
        answering.REASONS_LENGTH,
        7,
        help_text=_("Everybody reads it. Say what you looked at, what speaks for it and what against it."),
    )
    feasibility = forms.ChoiceField(
        label=_("Can you make it?"), choices=BrandAnswer.Feasibility.choices, widget=forms.RadioSelect
    )
    feasibility_note = words_field(_("What that depends on"), answering.NOTE_LENGTH, 2, required=False)
    cost = price_field(_("What it would cost to make"))
    currency = currency_field()
    cost_note = forms.CharField(
        label=_("About the cost"),
        max_length=answering.COST_NOTE_LENGTH,
        required=False,
        help_text=_("What it holds. Without a figure: why you do not tell one."),
    )
    reveals_at = moment_field(
        _("Show it to everybody"), help_text=_("Empty: now. At most two weeks ahead; until then you can rewrite it.")
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        said["cost_minor"] = self.minor("cost")
        return said

    def reply(self) -> answering.Reply:
        """Return what was sent, for the service; call it once it is valid."""
        names = ("outcome", "reasons", "feasibility", "feasibility_note", "cost_minor", "currency", "cost_note")
        return answering.Reply(**{name: self.cleaned_data[name] for name in names})


def answer_as_typed(answer: BrandAnswer | None) -> dict[str, Any]:
    """Return what the form begins with: the answer that is prepared, if there is one."""
    if answer is None:
        return {"currency": "CNY"}
    names = ("outcome", "reasons", "feasibility", "feasibility_note", "currency", "cost_note", "reveals_at")
    cost = answer.cost.major if answer.cost else None
    return {name: getattr(answer, name) for name in names} | {"cost": cost}


class NewsForm(Shown):
    """News of the making, or a prototype."""

    title = forms.CharField(label=_("What is new"), max_length=updates.TITLE_LENGTH)
    body = words_field(_("Tell it"), updates.BODY_LENGTH, 6, help_text=_("Markdown. What went well and what did not."))
    is_prototype = forms.BooleanField(label=_("It is a prototype that people could test"), required=False)
    picture = forms.FileField(
        label=_("A picture"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_("8 MB at most; three more can be added afterwards. We remove where and when they were taken."),
    )
    alt = forms.CharField(label=_("What it shows"), max_length=showing.ALT_LENGTH, required=False)


class TestForm(Shown):
    """A test of a prototype: places, moments, and questions; empty questions are left out."""

    __test__ = False  # pytest would take it for a test

    prototype = forms.ChoiceField(label=_("Which prototype"))
    places = number_field(_("How many testers"), most=testing.MOST_PLACES)
    draws_at = moment_field(_("The draw"), help_text=_("Until then one can ask to take part."))
    closes_at = moment_field(_("The end"), help_text=_("Until then the testers answer."))

    def __init__(self, *args: Any, prototypes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "prototype", prototypes)
        kinds = [("scale", _("from 1 to 5")), ("text", _("in words"))]
        for name in ("places", "draws_at", "closes_at"):
            self.fields[name].required = True
        for number in range(1, QUESTIONS + 1):
            self.fields[f"question_{number}"] = forms.CharField(
                label=_("Question %(n)s") % {"n": number}, max_length=testing.QUESTION_LENGTH, required=number == 1
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(label=_("Answered"), choices=kinds, required=False)

    @property
    def question_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"question_{n}"], self[f"kind_{n}"]) for n in range(1, QUESTIONS + 1)]

    def questions(self) -> list[testing.Question]:
        """Return the questions that were written; call it once it is valid."""
        said = self.cleaned_data
        rows = ((said[f"question_{n}"], said[f"kind_{n}"] or "scale") for n in range(1, QUESTIONS + 1))
        return [testing.Question(text, kind) for text, kind in rows if text]


class GiveUpForm(Shown):
    """Why it is given up, and what becomes of the sale while there is one."""

    reason = words_field(_("Why"), giving_up.REASON_LENGTH, 3)
    sale = forms.ChoiceField(label=_("What becomes of the sale?"), choices=SALES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, sale: Sale | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_sale = sale
        if sale is None:
            del self.fields["sale"]
        elif not sale.may_end:
            offer(self, "sale", SALES[:1])
            self.initial["sale"] = giving_up.KEEP


class PayForm(Shown):
    """Money that a brand shares out."""

    pool = price_field(_("How much, in all"), required=True)
    currency = currency_field()
    reason = forms.CharField(label=_("What it is for"), max_length=300)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = self.cleaned_data
        said["pool_minor"] = self.minor("pool")
        return said
