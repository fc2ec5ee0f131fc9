"""The credit statement of a proposal, as each may see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from community import crediting
from community.machines import IN_MAKING
from community.models import CreditObjection, CreditShare, CreditStatement, Payout, PayoutLine, Proposal
from community.proposal_policies import ProposalAction, ProposalRole, Roles, may
from community.selectors import proposal_roles
from community.selectors.proposal_roles import Viewer
from lib import errors
from lib.money import Money

State = CreditStatement.State


@dataclass(frozen=True)
class Line:
    """What somebody got of a pool."""

    row: PayoutLine
    amount: Money


@dataclass(frozen=True)
class Pool:
    """Money that was shared out, and to whom."""

    payout: Payout
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Statement:
    """A statement, its shares, what is said against them, and what was paid, as far as one may see it."""

    row: CreditStatement
    shares: tuple[CreditShare, ...]
    objections: tuple[CreditObjection, ...]
    pools: tuple[Pool, ...]
    may_object: bool
    may_decide: bool

    @property
    def total(self) -> int:
        return sum(share.basis_points for share in self.shares)

    @property
    def missing(self) -> int:
        return crediting.WHOLE - self.total

    @property
    def open_objections(self) -> int:
        return sum(each.answered_at is None for each in self.objections)


def find(*, proposal: Proposal) -> CreditStatement | None:
    """Return the statement, if there is one. Queries: 1."""
    return CreditStatement.objects.filter(proposal=proposal).select_related("proposal").first()


def is_shown(*, proposal: Proposal, roles: Roles) -> bool:
    """Say whether the page of the statement opens for somebody in those roles. Queries: 1."""
    may_write = may(ProposalAction.CREDIT, roles) and proposal.state in IN_MAKING
    state = CreditStatement.objects.filter(proposal=proposal).values_list("state", flat=True).first()
    may_decide = may(ProposalAction.CREDIT, roles) or may(ProposalAction.REVIEW, roles)
    return may_write or state in (State.OBJECTING, State.FROZEN) or (state == State.DRAFT and may_decide)


def get(*, proposal: Proposal) -> CreditStatement:
    """Return the statement. Queries: 1. Raises: NotFound."""
    found = find(proposal=proposal)
    if found is None:
        raise errors.NotFound(code="community.credit_not_found")
    return found


def statement(*, viewer: Viewer, proposal: Proposal, roles: Roles, now: datetime) -> Statement | None:
    """Return the statement, or None as long as only its authors and whoever reviews may see it. Queries: 9 at most.

    Shares are for everybody who may see the proposal, from the week of objections on; what is said against them is for
    those who have a part in it, and who got how much for the named, the brand and whoever reviews.
    """
    row = find(proposal=proposal)
    may_decide = may(ProposalAction.CREDIT, roles) or may(ProposalAction.REVIEW, roles)
    if row is None or (row.state == State.DRAFT and not may_decide):
        return None
    kept = shares(statement=row)
    roles = proposal_roles.with_contributor(roles, user=viewer, proposal=proposal)
    is_named = isinstance(viewer, User) and any(share.user_id == viewer.pk for share in kept)
    is_inside = is_named or may_decide or may(ProposalAction.OBJECT, roles) or ProposalRole.BRAND in roles
    in_time = row.state == State.OBJECTING and row.objections_until is not None and row.objections_until > now
    return Statement(
        row=row,
        shares=kept,
        objections=_objections(row) if is_inside else (),
        pools=_pools(row) if is_inside else (),
        may_object=in_time and (is_named or may(ProposalAction.OBJECT, roles)),
        may_decide=may_decide,
    )


def shares(*, statement: CreditStatement) -> tuple[CreditShare, ...]:
    """Return the shares of a statement, the greatest first. Queries: 1."""
    return tuple(statement.shares.select_related("user").order_by("-basis_points", "pk"))


def sheet(found: Statement) -> tuple[list[str], list[list[object]]]:
    """Return the statement as a table: a line for each person and part, then what each got of each pool. Pure."""
    head = [_("Name"), _("Handle"), _("Part"), _("Basis points"), _("What exactly"), _("Amount"), _("Currency")]
    rows: list[list[object]] = [
        [share.user.display_name, share.user.username, share.get_role_display(), share.basis_points, share.evidence]
        for share in found.shares
    ]
    for pool in found.pools:
        reason = _("Paid: %(reason)s") % {"reason": pool.payout.reason}
        for line in pool.lines:
            person, points = line.row.user, line.row.basis_points
            amount = [str(line.amount.major), line.amount.currency]
            rows.append([person.display_name, person.username, "", points, reason, *amount])
    return [str(cell) for cell in head], rows


def objection(*, statement: CreditStatement, public_id: str) -> CreditObjection:
    """Return an objection to the statement. Queries: 1. Raises: NotFound."""
    rows = CreditObjection.objects.filter(statement=statement).select_related("statement__proposal")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise errors.NotFound(code="community.objection_not_found")
    return found


def people(*, handles: Sequence[str], owed: Collection[int]) -> list[User]:
    """Return the people with these handles, in that order; who closed their account only if they are `owed` credit.

    Queries: 1. Raises: Invalid: somebody does not exist.
    """
    there = User.objects.filter(Q(is_active=True) | Q(pk__in=owed), username__in=handles)
    known = {user.username: user for user in there}
    unknown = [handle for handle in handles if handle not in known]
    if unknown:
        raise errors.Invalid(fields={"shares": _("There is nobody called %(who)s.") % {"who": ", ".join(unknown[:5])}})
    return [known[handle] for handle in handles]


def _objections(row: CreditStatement) -> tuple[CreditObjection, ...]:
    return tuple(row.objections.select_related("user", "answered_by").order_by("pk"))


def _pools(row: CreditStatement) -> tuple[Pool, ...]:
    payouts = row.payouts.prefetch_related("lines__user").order_by("-pk")
    return tuple(Pool(payout, _lines(payout)) for payout in payouts)


def _lines(payout: Payout) -> tuple[Line, ...]:
    rows = sorted(payout.lines.all(), key=lambda line: (-line.basis_points, line.pk))
    return tuple(Line(line, Money(line.amount_minor, payout.currency)) for line in rows)
