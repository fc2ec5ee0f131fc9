"""The brand's desk for one proposal that it makes: news, prototypes, tests, the launch, and giving it up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from community.forms.making import GiveUpForm, NewsForm, TestForm
from community.machines import IN_MAKING
from community.models import MakingUpdate, Proposal
from community.selectors import proposal_credit, proposal_making
from community.services.making import giving_up, launching, showing, testing, updates
from community.views.making_actions import attempt, try_form
from community.views.proposal_answer import of_own_brand
from gamify import launches
from lib import clock, web

State = Proposal.State


@login_required
@require_safe
def index(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show what can be done now."""
    return _page(request, of_own_brand(request, public_id))


@login_required
@require_POST
def tell(request: MemberRequest, public_id: str) -> HttpResponse:
    """Write news, or show a prototype."""
    proposal, form = of_own_brand(request, public_id), NewsForm(request.POST, request.FILES)

    def act() -> None:
        showing.tell(by=request.user, proposal=proposal, now=clock.now(), **form.cleaned_data)

    if not try_form(request, form, act):
        return _page(request, proposal, news=form, status=422)
    messages.success(request, _("Told. Everybody who had a part in it hears of it."))
    return web.see_other(_desk(public_id))


@login_required
@require_POST
def open_test(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open a test of a prototype."""
    proposal = of_own_brand(request, public_id)
    form = TestForm(request.POST, prototypes=_prototypes(proposal))

    def act() -> None:
        said = form.cleaned_data
        testing.open_(
            by=request.user,
            prototype=proposal_making.prototype(proposal=proposal, public_id=said["prototype"]),
            places=said["places"],
            questions=form.questions(),
            draws_at=said["draws_at"],
            closes_at=said["closes_at"],
            now=clock.now(),
        )

    if not try_form(request, form, act):
        return _page(request, proposal, test=form, status=422)
    messages.success(request, _("The test is open. The seed of its draw is kept; its hash is public now."))
    return web.see_other(_desk(public_id))


@login_required
@require_POST
def launch(request: MemberRequest, public_id: str) -> HttpResponse:
    """Announce the launch, go back from it, or launch."""
    proposal, now = of_own_brand(request, public_id), clock.now()
    by, step = request.user, request.POST.get("step")
    desk = _desk(public_id)
    if step == "announce":
        said = _("Announced. A campaign stands in your drafts: finish it and hand it in for review.")
        return attempt(request, lambda: launching.announce(by=by, proposal=proposal, now=now), onward=desk, said=said)
    if step == "back":
        said = _("Back to the making.")
        return attempt(request, lambda: launching.back(by=by, proposal=proposal, now=now), onward=desk, said=said)
    names, stories = launching.words_of(proposal)
    return attempt(
        request,
        lambda: launching.launch(by=by, proposal=proposal, names=names, stories=stories, now=now),
        onward=desk,
        said=_("Launched. Its supporters, and whoever had a part in it, buy first."),
    )


@login_required
@require_POST
def give_up(request: MemberRequest, public_id: str) -> HttpResponse:
    """Decline after all, with what becomes of the sale if there is one."""
    proposal = of_own_brand(request, public_id)
    form = GiveUpForm(request.POST, sale=giving_up.sale_of(proposal))

    def act() -> None:
        giving_up.give_up(by=request.user, proposal=proposal, now=clock.now(), **form.cleaned_data)

    if not try_form(request, form, act):
        return _page(request, proposal, ending=form, status=422)
    messages.success(request, _("Given up. Everybody reads why."))
    return web.see_other(_desk(public_id))


def _desk(public_id: str) -> str:
    return reverse("community:proposal-desk", args=[public_id])


def _prototypes(proposal: Proposal) -> list[tuple[str, str]]:
    shown = MakingUpdate.objects.filter(proposal=proposal, removed_at=None)
    rows = shown.filter(kind=MakingUpdate.Kind.PROTOTYPE).order_by("-pk")
    return list(rows.values_list("public_id", "title"))


def _page(
    request: MemberRequest,
    proposal: Proposal,
    *,
    news: NewsForm | None = None,
    test: TestForm | None = None,
    ending: GiveUpForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now, state = clock.now(), proposal.state
    prototypes = _prototypes(proposal)
    context: dict[str, Any] = {
        "nav": "console",
        "proposal": proposal,
        "brand": proposal.brand,
        "made": proposal_making.making(proposal=proposal),
        "is_stale": updates.is_stale(proposal, now),
        "news": news or NewsForm(),
        "test": test or TestForm(prototypes=prototypes, initial={"places": 5}),
        "ending": ending or GiveUpForm(sale=giving_up.sale_of(proposal)),
        "can_tell": state in IN_MAKING,
        "most_pictures": showing.MOST,
        "can_test": state == State.MAKING and bool(prototypes),
        "can_announce": state == State.MAKING,
        "can_give_up": state in (State.ACCEPTED, State.MAKING, State.LAUNCHED),
        "credit": proposal_credit.find(proposal=proposal),
        "draft": launches.find(launching.key_of(proposal)) if state == State.PRELAUNCH else None,
    }
    return render(request, "community/making/desk.html", context, status=status)
