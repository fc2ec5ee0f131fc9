"""The shares of a credit statement, as its authors write them: a row for each person and role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import User
from community import crediting
from community.models import CreditShare, CreditStatement, Proposal
from community.selectors import proposal_credit
from community.services.making import credits, owed
from community.services.making.credits import Share

Role = CreditShare.Role
SPARE = 1
_EVIDENCE = {
    Role.AUTHOR: gettext_lazy("Wrote the proposal."),
    Role.AMENDER: gettext_lazy("A change of theirs was taken in."),
    Role.MERGED: gettext_lazy("Wrote a proposal that was merged into this one."),
}


class ShareForm(forms.Form):
    """One person in one role; a row without a handle is left out."""

    handle = forms.CharField(
        label=gettext_lazy("Who (handle)"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("What they did"), choices=Role.choices, required=False)
    basis_points = forms.IntegerField(
        label=gettext_lazy("Share, of 10,000"), min_value=0, max_value=crediting.WHOLE, required=False
    )
    evidence = forms.CharField(
        label=gettext_lazy("What exactly"),
        max_length=credits.EVIDENCE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    link = forms.CharField(label=gettext_lazy("Where one sees it"), max_length=credits.LINK_LENGTH, required=False)

    @property
    def is_empty(self) -> bool:
        return not self.cleaned_data.get("handle")


Shares = forms.formset_factory(
    ShareForm, extra=SPARE, max_num=credits.MOST_SHARES, absolute_max=credits.MOST_SHARES + SPARE, validate_max=True
)


def blank(statement: CreditStatement | None, proposal: Proposal) -> Any:
    """Return the rows as they are kept, or, when there are none, shares to begin with. Queries: 1, or 6 and more."""
    kept = [] if statement is None else list(statement.shares.select_related("user").order_by("-basis_points", "pk"))
    if kept:
        return Shares(
            initial=[_row(each.user, each.role, each.basis_points, each.evidence, each.link) for each in kept]
        )
    roles, points = owed.contributors(proposal), owed.suggest(proposal)
    people = User.objects.in_bulk(roles)
    rows = [_row(people[pk], role, points[pk], str(_EVIDENCE[Role(role)])) for pk, role in roles.items()]
    return Shares(initial=sorted(rows, key=lambda row: -row["basis_points"]))


def read(rows: Any, proposal: Proposal) -> list[Share]:
    """Return the shares that were sent. Queries: 5 or more. Raises: Invalid: somebody does not exist."""
    said = [form.cleaned_data for form in rows if form.is_valid() and not form.is_empty]
    handles = [_plain(each["handle"]) for each in said]
    people = proposal_credit.people(handles=handles, owed=owed.contributors(proposal))
    return [
        Share(person, each["role"], each["basis_points"] or 0, each["evidence"], each["link"])
        for person, each in zip(people, said, strict=True)
    ]


def unnamed(proposal: Proposal, shares: Sequence[CreditShare]) -> tuple[User, ...]:
    """Return who is owed credit and has no share. Queries: 5 or more."""
    lacking = set(owed.contributors(proposal)) - {share.user_id for share in shares if share.basis_points}
    return tuple(User.objects.filter(pk__in=lacking).order_by("pk"))


def _plain(handle: str) -> str:
    return handle.strip().lstrip("@").replace("\x00", "")


def _row(user: User, role: str, points: int, evidence: str, link: str = "") -> Mapping[str, Any]:
    return {"handle": user.username, "role": role, "basis_points": points, "evidence": evidence, "link": link}
