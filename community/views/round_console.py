"""Whoever runs a vote: write it, freeze and open it, call it off."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Brand
from accounts.requests import MemberRequest
from community import paths
from community.forms.rounds import RoundForm, initial_of
from community.models import Group, Proposal, VoteRound
from community.selectors import round_console, rounds as reads
from community.services.rounds import counting, drafting, locking
from community.views.making_actions import attempt, try_form
from lib import clock, errors, web

MOST_OFFERED = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Write a vote: of a group, of a brand about what it is asked, or of everybody."""
    group, brand = _place(request)
    locking.check_may_run(request.user, group, brand)
    form = RoundForm(request.POST or None, offered=_offered(request, group, brand), initial={"completion": "by_votes"})
    made: list[VoteRound] = []

    def write() -> None:
        now, plan = clock.now(), form.plan()
        made.append(drafting.draft(by=request.user, plan=plan, group=group, brand=brand, now=now))

    if request.method == "POST" and try_form(request, form, write):
        return web.see_other(paths.of_round(made[0]))
    return _form(request, form, group, brand, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """Change a draft."""
    vote = _held(request, public_id)
    if vote.state != VoteRound.State.DRAFT and request.method != "POST":
        raise locking.WrongMoment(state=vote.state)
    offered = _offered(request, vote.group, vote.brand)
    initial = initial_of(vote) if request.method != "POST" else None
    form = RoundForm(request.POST or None, offered=offered, initial=initial)

    def change() -> None:
        drafting.edit(by=request.user, vote=vote, plan=form.plan(), seen=request.POST.get("seen", ""))

    if request.method == "POST" and try_form(request, form, change):
        return web.see_other(paths.of_round(vote))
    return _form(request, form, vote.group, vote.brand, vote)


@require_POST
@login_required
def open_(request: MemberRequest, public_id: str) -> HttpResponse:
    """Freeze what binds, and let people vote."""
    vote = _held(request, public_id)
    return attempt(
        request, lambda: drafting.open_(by=request.user, vote=vote, now=clock.now()), onward=paths.of_round(vote)
    )


@require_POST
@login_required
def call_off(request: MemberRequest, public_id: str) -> HttpResponse:
    """End it without a result, and say why."""
    vote = _held(request, public_id)
    reason = request.POST.get("reason", "")
    return attempt(
        request,
        lambda: counting.call_off(by=request.user, vote=vote, reason=reason, now=clock.now()),
        onward=paths.of_round(vote),
    )


def _held(request: MemberRequest, public_id: str) -> VoteRound:
    vote = reads.get(viewer=request.user, public_id=public_id)
    locking.check_may_run(request.user, vote.group, vote.brand)
    return vote


def _place(request: MemberRequest) -> tuple[Group | None, Brand | None]:
    """Return the group and the brand that are asked for. Raises: NotFound."""
    slugs = [request.GET.get(name, "") for name in ("group", "brand")]
    if any("\x00" in slug for slug in slugs):
        raise errors.NotFound
    group = Group.objects.readable_by(request.user).filter(slug=slugs[0]).first() if slugs[0] else None
    brand = Brand.objects.filter(slug=slugs[1]).first() if slugs[1] else None
    if (slugs[0] and group is None) or (slugs[1] and brand is None):
        raise errors.NotFound
    return group, brand


def _offered(request: MemberRequest, group: Group | None, brand: Brand | None) -> Sequence[Proposal]:
    return list(round_console.offered(viewer=request.user, group=group, brand=brand)[:MOST_OFFERED])


def _form(
    request: MemberRequest, form: RoundForm, group: Group | None, brand: Brand | None, vote: VoteRound | None
) -> HttpResponse:
    context = {"nav": "proposals", "form": form, "group": group, "brand": brand, "vote": vote}
    context["problem"] = _("Something is not right yet; it stands beside the field.") if form.errors else ""
    if vote is not None:
        kept = reads.get(viewer=request.user, public_id=vote.public_id)
        was_seen = form.errors and request.POST.get("seen")
        context["seen"] = was_seen or drafting.version_of(kept)
        if form.rival:
            context["kept"] = reads.standing(vote=kept)
            context["kept_entries"] = reads.entries(viewer=request.user, vote=kept)
    status = 422 if form.errors or form.rival else 200
    return render(request, "community/round_form/index.html", context, status=status)
