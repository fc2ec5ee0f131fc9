"""Who is owed credit by what is known of a proposal, and shares to begin with."""

from __future__ import annotations

from accounts.models import User
from community import crediting
from community.models import Amendment, Authorship, CreditShare, Proposal, Tester
from community.selectors import proposal_roles

Role = CreditShare.Role
FOR_AN_AMENDMENT = 500  # basis points to begin with


def contributors(proposal: Proposal) -> dict[int, str]:
    """Return who is owed credit by what is known, with their role: each must have a share. Queries: 4 or more."""
    accepted = Authorship.State.ACCEPTED
    merged = Authorship.objects.filter(proposal__in=proposal_roles.absorbed(proposal), state=accepted)
    amended = Amendment.objects.filter(proposal=proposal, state=Amendment.State.ACCEPTED)
    authors = Authorship.objects.filter(proposal=proposal, state=accepted)
    found = dict.fromkeys(amended.order_by("pk").values_list("author_id", flat=True), str(Role.AMENDER))
    found |= dict.fromkeys(merged.order_by("pk").values_list("user_id", flat=True), str(Role.MERGED))
    found |= dict.fromkeys(authors.order_by("pk").values_list("user_id", flat=True), str(Role.AUTHOR))
    return found


def suggest(proposal: Proposal) -> dict[int, int]:
    """Return shares to begin with, by person: authors and those merged in halve it, 500 for each amender."""
    owed = contributors(proposal)
    authors = [str(pk) for pk, role in owed.items() if role == Role.AUTHOR]
    merged = [str(pk) for pk, role in owed.items() if role == Role.MERGED]
    amenders = [pk for pk, role in owed.items() if role == Role.AMENDER]
    base = crediting.even(authors)
    if merged:
        base = crediting.halve(base, crediting.even(merged))
    each = min(FOR_AN_AMENDMENT, crediting.WHOLE // 2 // max(len(amenders), 1))
    left = crediting.share_out(crediting.WHOLE - each * len(amenders), base)
    return {int(part.person): part.amount for part in left} | dict.fromkeys(amenders, each)


def testers_of(proposal: Proposal) -> list[int]:
    """Return who tested and answered: an author may give them a share. Queries: 1."""
    rows = Tester.objects.filter(round__proposal=proposal, is_drawn=True, answered_at__isnull=False)
    return list(rows.order_by("user_id").values_list("user_id", flat=True).distinct())


def testers_named(proposal: Proposal) -> tuple[User, ...]:
    """Return those people, by name. Queries: 2."""
    return tuple(User.objects.filter(pk__in=testers_of(proposal), is_active=True).order_by("pk"))
