"""What speaks for and against a proposal, what one thinks of it, and what both camps agree on."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest, PageRequest
from community import consensus, paths, rate_limits
from community.models import Argument, Proposal
from community.selectors import arguments as reads, standings
from community.services.proposals import arguing
from community.views import proposal_actions, redirects
from lib import clean, clock, errors, web
from lib.limits import spend


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: PageRequest, public_id: str) -> HttpResponse:
    """Show everything that is said, or say something."""
    proposal = proposal_actions.public(request, public_id)
    if request.method != "POST":
        return _page(request, proposal)
    member = redirects.member(request)
    if member is None:
        return redirects.sign_in_first(request, f"{paths.of_proposal(proposal)}arguments/#say")
    return _say(member, proposal)


@require_POST
@login_required
def think(request: MemberRequest, public_id: str, argument_id: str) -> HttpResponse:
    """Agree, disagree or be unsure; nothing chosen takes it back."""
    proposal = proposal_actions.public(request, public_id)
    argument = reads.get(proposal=proposal, public_id=argument_id)
    kind = request.POST.get("kind", "")
    path = web.back(request, f"{paths.of_proposal(proposal)}#discussion")
    try:
        spend(rate_limits.REACT, who=request.user.public_id, now=clock.now())
        arguing.think(user=request.user, argument=argument, kind=kind, now=clock.now())
    except (*errors.REFUSALS, errors.Invalid) as error:
        messages.error(request, str(error.message))
    if not request.htmx:
        return web.see_other(path)
    line = reads.lines(request.user, [reads.get(proposal=proposal, public_id=argument_id)])[0]
    context = {"line": line, "proposal": proposal, "may_think": True}
    return render(request, "community/argument/line.html", context)


def _say(request: MemberRequest, proposal: Proposal) -> HttpResponse:
    side, body = request.POST.get("side", ""), request.POST.get("body", "")
    said = {"side": side[:10], "body": clean.sought(body, most=arguing.BODY_LENGTH * 2)}
    try:
        spend(rate_limits.ARGUE, who=request.user.public_id, now=clock.now())
        made = arguing.argue(
            author=request.user, proposal=proposal, side=side, body=body, key=web.key_of(request), now=clock.now()
        )
    except errors.Invalid as error:
        return _page(request, proposal, status=422, wrong=error.fields, said=said)
    except errors.REFUSALS as error:
        return web.refused(_page(request, proposal, refusal=str(error.message), said=said), error)
    messages.success(request, _("It is there. Others can say whether they agree."))
    return web.see_other(f"{paths.of_proposal(proposal)}arguments/#a-{made.public_id}")


def _page(request: PageRequest, proposal: Proposal, *, status: int = 200, **extra: object) -> HttpResponse:
    place = standings.of(user=request.user, group=proposal.group, now=clock.now())
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "sides": [_side(request, proposal, side, label) for side, label in Argument.Side.choices],
        "bridges": reads.bridges(proposal=proposal),
        "least": consensus.LEAST,
        "place": place,
        "key": web.key_of(request),
        "body_length": arguing.BODY_LENGTH,
        "wrong": {},
        "said": {"side": request.GET.get("side", "for")[:10]},
    }
    return render(request, "community/argument/index.html", context | extra, status=status)


def _side(request: PageRequest, proposal: Proposal, side: str, label: object) -> dict[str, object]:
    name = f"after_{side}"
    found = reads.page(viewer=request.user, proposal=proposal, side=side, after=request.GET.get(name, ""))
    path = reverse("community:proposal-arguments", args=[proposal.public_id])
    more = f"{path}?{urlencode({name: found.next_cursor})}" if found.next_cursor else ""
    return {"key": side, "label": label, "lines": found.lines, "more_url": more}
