"""The brand's answer: written in private, seen as it will be, revealed at one moment."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from community.forms.making import AnswerForm, answer_as_typed
from community.models import BrandAnswer, Proposal
from community.selectors import amendments, arguments, proposal_making, proposal_queues
from community.services.proposals import answering
from community.views.making_actions import try_form
from lib import clock, web


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest, public_id: str) -> HttpResponse:
    """Prepare the answer, or rewrite it; without a moment it is public at once."""
    proposal = of_own_brand(request, public_id)
    prepared = proposal_making.find_prepared(proposal=proposal)
    if request.method != "POST":
        form = AnswerForm(initial=answer_as_typed(prepared))
        return _page(request, proposal, prepared, form)
    form, made = AnswerForm(request.POST), []

    def prepare() -> None:
        at, now = form.cleaned_data["reveals_at"], clock.now()
        said = {"proposal": proposal, "reply": form.reply(), "reveals_at": at, "seen": request.POST.get("seen", "")}
        made.append(answering.prepare(by=request.user, now=now, **said))

    if not try_form(request, form, prepare):
        fresh = of_own_brand(request, public_id)
        return _page(request, fresh, proposal_making.find_prepared(proposal=fresh), form, status=422)
    if made[0].state == BrandAnswer.State.REVEALED:
        messages.success(request, _("Everybody can read your answer now."))
        return web.see_other(reverse("community:proposal-making", args=[public_id]))
    messages.success(request, _("Kept. Nobody but your brand sees it until its moment."))
    return web.see_other(request.path)


def of_own_brand(request: MemberRequest, public_id: str) -> Proposal:
    """Return a public proposal that is asked of the reader's brand. Raises: NotFound."""
    return proposal_queues.asked(user=request.user, public_id=public_id)


def _page(
    request: MemberRequest, proposal: Proposal, prepared: BrandAnswer | None, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "nav": "console",
        "proposal": proposal,
        "brand": proposal.brand,
        "prepared": prepared,
        "form": form,
        "seen": (form.errors and request.POST.get("seen")) or answering.version_of(prepared),
        "is_due": proposal.state == Proposal.State.DUE,
        "is_late": proposal_queues.is_due_over(proposal, clock.now()),
        "best": arguments.best(viewer=request.user, proposal=proposal),
        "waiting": amendments.waiting(proposal=proposal),
    }
    return render(request, "community/answer/index.html", context, status=status)
