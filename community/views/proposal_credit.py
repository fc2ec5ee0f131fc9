"""The credit statement: the split for everybody, written by its authors, open to objections, then frozen for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from community import paths, rate_limits
from community.forms import credits as forms
from community.forms.making import PayForm
from community.machines import IN_MAKING
from community.models import CreditStatement, Proposal
from community.proposal_policies import ProposalAction, ProposalRole, may
from community.selectors import proposal_credit, proposal_queues
from community.services.making import credits, owed
from community.services.proposals import inbox_lines
from community.views.making_actions import attempt
from community.views.proposal_making import may_see_page
from lib import clean, clock, csv_tables, errors, public_id as ids, texts, versions, web
from lib.limits import spend
from live.selectors import topics

State = CreditStatement.State
OBJECTION = "objection"


@dataclass(frozen=True)
class Unsent:
    """Words that were refused, and why; `where` they were written is OBJECTION or the id of what is answered."""

    where: str
    words: str
    why: str


@require_safe
def index(request: PageRequest, public_id: str) -> HttpResponse:
    """Show the statement as far as one may see it; it renews itself."""
    proposal, roles = proposal_queues.get(user=request.user, public_id=public_id)
    return page(request, proposal, roles)


@require_safe
def table(request: PageRequest, public_id: str) -> HttpResponse:
    """The statement as a sheet, with what was paid beside each as far as one may see it."""
    proposal, roles = proposal_queues.get(user=request.user, public_id=public_id)
    found = proposal_credit.statement(viewer=request.user, proposal=proposal, roles=roles, now=clock.now())
    if found is None:
        raise errors.NotFound(code="community.credit_not_found")
    head, rows = proposal_credit.sheet(found)
    response = HttpResponse(csv_tables.write(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="credit-{proposal.public_id}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """Write the shares; they may be unfinished."""
    proposal, roles = proposal_queues.get(user=request.user, public_id=public_id)
    if not may(ProposalAction.CREDIT, roles) or proposal.state not in IN_MAKING:
        raise errors.NotFound(code="community.credit_not_found")
    statement = proposal_credit.find(proposal=proposal)
    if request.method != "POST":
        if statement is not None and statement.state != State.DRAFT:
            return web.see_other(_own(proposal))
        return _editor(request, proposal, statement, forms.blank(statement, proposal))
    rows, seen = forms.Shares(request.POST), request.POST.get("seen", "")
    if not rows.is_valid():
        wrong = texts.join(rows.non_form_errors())
        return _editor(request, proposal, statement, rows, wrong=wrong, seen=seen)
    try:
        shares = forms.read(rows, proposal)
        credits.write(by=request.user, proposal=proposal, shares=shares, seen=seen, now=clock.now())
    except versions.ChangedMeanwhile as error:
        return _editor(request, proposal, proposal_credit.find(proposal=proposal), rows, rival=str(error.message))
    except (*errors.REFUSALS, errors.Invalid) as error:
        return _editor(request, proposal, statement, rows, wrong=error.words, seen=seen)
    messages.success(request, _("Kept. Only you and your co-authors see it until you show it."))
    return web.see_other(_own(proposal))


@login_required
@require_POST
def show(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open the shares to objections for a week."""
    proposal, statement = _both(request, public_id)
    said = _("Shown. Everybody who is named hears of it, and can object for a week.")
    return _act(request, proposal, lambda: credits.show(by=request.user, statement=statement, now=clock.now()), said)


@login_required
@require_POST
def rewrite(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take the shares back to write them anew."""
    proposal, statement = _both(request, public_id)
    said = _("Taken back. The week begins again when you show it.")
    return _act(request, proposal, lambda: credits.rewrite(by=request.user, statement=statement, now=clock.now()), said)


@login_required
@require_POST
def object_to(request: MemberRequest, public_id: str) -> HttpResponse:
    """Say what is wrong with the shares."""
    proposal, statement = _both(request, public_id)
    words, by = request.POST.get("words", ""), request.user
    act = lambda: credits.object_to(by=by, statement=statement, words=words, now=clock.now())  # noqa: E731
    return _say(request, proposal, act, OBJECTION, _("Kept. It is frozen only when your objection has its answer."))


@login_required
@require_POST
def answer(request: MemberRequest, public_id: str, objection_id: str) -> HttpResponse:
    """Answer an objection."""
    proposal, statement = _both(request, public_id)
    row = proposal_credit.objection(statement=statement, public_id=objection_id)
    words, by = request.POST.get("words", ""), request.user
    act = lambda: credits.answer(by=by, objection=row, words=words, now=clock.now())  # noqa: E731  reads as a table
    return _say(request, proposal, act, row.public_id, _("Answered. They hear of it."))


def page(
    request: PageRequest,
    proposal: Proposal,
    roles: Any,
    *,
    pay: PayForm | None = None,
    unsent: Unsent | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of the statement."""
    topic = inbox_lines.topic_of(proposal)
    versions = topics.versions([topic])
    found = proposal_credit.statement(viewer=request.user, proposal=proposal, roles=roles, now=clock.now())
    may_write = may(ProposalAction.CREDIT, roles) and proposal.state in IN_MAKING
    if found is None and not may_write:
        raise errors.NotFound(code="community.credit_not_found")
    is_frozen = found is not None and found.row.state == State.FROZEN
    is_draft = found is None or found.row.state == State.DRAFT
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "path": paths.of_proposal(proposal) if may_see_page(request, proposal) else "",
        "topic": topic,
        "live_versions": versions,
        "statement": found,
        "may_write": may_write and is_draft,
        "unnamed": forms.unnamed(proposal, found.shares) if may_write and found and is_draft else (),
        "can_pay": is_frozen and ProposalRole.BRAND in roles,
        "pay": pay or PayForm(initial={"currency": "CNY"}),
        "key": request.POST.get("key") or ids.new(),
        "most": credits.WORDS_LENGTH,
        "unsent": unsent,
    }
    return render(request, "community/credit/index.html", context, status=status)


def _editor(
    request: MemberRequest,
    proposal: Proposal,
    statement: CreditStatement | None,
    rows: Any,
    *,
    wrong: str = "",
    rival: str = "",
    seen: str = "",
) -> HttpResponse:
    """Draw the form; without `seen` the next save is on top of what is kept now."""
    kept = proposal_credit.shares(statement=statement) if statement else None
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "statement": statement,
        "rows": rows,
        "wrong": wrong,
        "rival": rival,
        "kept": kept if rival else None,
        "seen": seen or credits.version_of(kept),
        "is_wrong": rows.is_bound,
        "testers": owed.testers_named(proposal),
        "total": sum(_points(form) for form in rows),
    }
    return render(request, "community/credit/edit.html", context, status=422 if rows.is_bound else 200)


def _points(form: Any) -> int:
    said = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    return said.get("basis_points") or 0


def _both(request: MemberRequest, public_id: str) -> tuple[Proposal, CreditStatement]:
    """Return the proposal and its statement, for whoever may see it. Raises: NotFound."""
    proposal, roles = proposal_queues.get(user=request.user, public_id=public_id)
    found = proposal_credit.statement(viewer=request.user, proposal=proposal, roles=roles, now=clock.now())
    if found is None:
        raise errors.NotFound(code="community.credit_not_found")
    return proposal, found.row


def _act(request: MemberRequest, proposal: Proposal, act: Any, said: str) -> HttpResponse:
    return attempt(request, act, onward=_own(proposal), said=said, limit=rate_limits.OBJECT)


def _say(request: MemberRequest, proposal: Proposal, act: Any, where: str, said: str) -> HttpResponse:
    """Do it and go on; words that are refused stand beside the reason, where they were written."""
    try:
        spend(rate_limits.OBJECT, who=request.user.public_id, now=clock.now())
        act()
    except (*errors.REFUSALS, errors.Invalid) as error:
        words = clean.sought(request.POST.get("words", ""), most=4 * credits.WORDS_LENGTH)
        fresh, roles = proposal_queues.get(user=request.user, public_id=proposal.public_id)
        return web.refused(page(request, fresh, roles, unsent=Unsent(where, words, error.words)), error)
    messages.success(request, said)
    return web.see_other(_own(proposal))


def _own(proposal: Proposal) -> str:
    return reverse("community:proposal-credit", args=[proposal.public_id])
