"""The forms of the catalogue: a reward as its brand writes it, and the word that goes with a redemption."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models import User
from gamify.registry import scopes
from gamify.selectors import tiers
from lib import errors
from lib.draft_forms import DraftForm, Text, moment_field, number_field, offer
from rewards.models import Reward
from rewards.services.catalogue import terms as rules_of
from rewards.services.catalogue.redeeming import NOTE_LENGTH
from rewards.services.catalogue.terms import ICONS, RANGES, Terms

_DEFAULTS = {
    "price": 0, "stock": 0, "per_member": 1, "least_level": 1, "valid_days": 0, "helpers": 0, "help_hours": 72,
    "help_cap": 3, "helpers_are": Reward.HelpersAre.ANY, "helper_days": 0, "helper_level": 1,
}  # fmt: skip
_AS_THEY_ARE = (
    "kind", "icon", "price", "stock", "per_member", "least_level", "least_tier", "only_scope", "needs_approval",
    "valid_days", "expiry", "opens_at", "closes_at", "helpers", "help_hours", "help_cap", "helpers_are", "helper_days",
    "helper_level", "consoles",
)  # fmt: skip


def _number(name: str, label: Any, **more: Any) -> forms.IntegerField:
    return number_field(label, most=RANGES[name][1], **more)


class RewardForm(DraftForm):
    """Everything of a reward but its picture and codes."""

    TEXTS = {
        "name": Text("names", _("Name"), rules_of.NAME_LENGTH),
        "tagline": Text("taglines", _("One line about it"), rules_of.TAGLINE_LENGTH),
        "story": Text("stories", _("Its story"), rules_of.STORY_LENGTH, 6),
        "how": Text("hows", _("How it works once somebody has it"), rules_of.HOW_LENGTH, 4),
    }
    NEEDED = ("stock", "name", "story", "how")

    kind = forms.ChoiceField(label=_("What is it?"), choices=Reward.Kind.choices, widget=forms.RadioSelect)
    icon = forms.ChoiceField(label=_("Emblem"), choices=[(icon, icon) for icon in ICONS], widget=forms.RadioSelect)
    price = _number(
        "price",
        _("Price in spark"),
        help_text=_("An active member earns about 20 a week. Empty: only friends unlock it."),
    )
    stock = _number("stock", _("How many there are"), help_text=_("It is shown, and never given twice."))
    per_member = _number("per_member", _("At most, each person"))
    least_level = _number("least_level", _("From level"), help_text=_("1 is everybody."))
    least_tier = forms.ChoiceField(
        label=_("From tier"), help_text=_("Who holds it or one above it at that moment."), required=False
    )
    only_scope = forms.ChoiceField(label=_("Only for"), required=False)
    needs_approval = forms.BooleanField(
        label=_("Somebody of us agrees to each"),
        help_text=_("The points wait meanwhile; after a week without an answer they go back."),
        required=False,
    )
    valid_days = _number("valid_days", _("Days it can be used"), help_text=_("0: for ever. A parcel does not expire."))
    expiry = forms.ChoiceField(
        label=_("If it is not used in time"), choices=Reward.Expiry.choices, widget=forms.RadioSelect
    )
    helpers = _number(
        "helpers", _("Friends who unlock it"), help_text=_("1 to 10, and it stays so. 0: not by friends.")
    )
    help_hours = _number("help_hours", _("Hours they have"), help_text=_("72 are three days."))
    helpers_are = forms.ChoiceField(
        label=_("Who counts"), choices=Reward.HelpersAre.choices, required=False, widget=forms.RadioSelect
    )
    helper_days = _number(
        "helper_days", _("Days that makes"), help_text=_("Joined at most, or at least, so many days ago.")
    )
    helper_level = _number("helper_level", _("From level"), help_text=_("1 is everybody."))
    help_cap = _number("help_cap", _("How often one person may help with it"))
    consoles = forms.BooleanField(
        label=_("A little spark if the time was too short"),
        help_text=_("For whom at least one friend has helped. The community gives it, not you."),
        required=False,
    )
    opens_at = moment_field(_("Opens"), help_text=_("Empty: as soon as it is approved."))
    closes_at = moment_field(_("Ends"), help_text=_("Empty: until you take it out."))

    def __init__(self, data: Any = None, *, reward: Reward, member: User) -> None:
        super().__init__(data, initial=_initial(reward))
        self.wrong: dict[str, str] = {}  # what is said beside the picture, and of the codes
        mine = list(scopes.mine(member))
        names = scopes.names([*mine, *([reward.only_scope] if reward.only_scope else [])])
        choices = [("", gettext("Everybody")), *((scope, name) for scope, name in names.items())]
        offer(self, "only_scope", choices)
        names = {reward.least_tier: reward.least_tier, **tiers.names()}
        offer(
            self, "least_tier", list(({"": gettext("Everybody")} | {key: names[key] for key in names if key}).items())
        )

    @property
    def words(self) -> list[forms.BoundField]:
        return self.in_languages(*self.TEXTS)

    @property
    def has_errors(self) -> bool:
        return super().has_errors or bool(self.wrong)

    def show(self, error: errors.Invalid) -> None:
        """Put the service's sentences beside their fields, here or beside the picture."""
        for name, sentence in error.fields.items():
            if name in self.fields:
                self.add_error(name, str(sentence))
            else:
                self.wrong[name] = str(sentence)

    def terms(self) -> Terms:
        """Return what was sent, for the service; call it once it is valid."""
        said = self.cleaned_data
        values = {name: said[name] for name in _AS_THEY_ARE}
        values |= {name: default for name, default in _DEFAULTS.items() if values[name] in (None, "")}
        return Terms(**self.columns(), **values)


class RedeemForm(forms.Form):
    """The confirmation; where somebody has to agree, a word helps them."""

    note = forms.CharField(
        label=_("A word to the brand"),
        help_text=_("Why you, or when it suits you. Only the brand reads it."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _initial(reward: Reward) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(reward, name) for name in _AS_THEY_ARE}
    for name in ("price", "stock", "helpers", "helper_days"):
        values[name] = values[name] or None
    return values | RewardForm.texts_in(reward)
