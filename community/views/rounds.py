"""All votes, the page of one, one's ballot, and counting it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import PageRequest
from community import paths, rate_limits
from community.models import VoteRound
from community.selectors import recounts, rounds as reads
from community.services.rounds import ballots
from community.views import redirects
from lib import clock, errors, web
from lib.limits import spend
from live.selectors import topics


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """Show what can be voted on, and what was decided."""
    asked = request.GET.get("stage", "")
    stage = asked if asked in reads.STAGES and (asked != "drafts" or request.user.is_authenticated) else "open"
    page = reads.page(viewer=request.user, stage=stage, after=request.GET.get("after", ""))
    context = {
        "nav": "proposals",
        "page": page,
        "stage": stage,
        "tabs": _tabs(request, stage),
        "more_url": web.next_page(page.next_cursor, stage=stage),
    }
    context["places"] = reads.places(user=request.user) if stage == "drafts" else ()
    return render(request, "community/round_list/index.html", context)


@require_safe
def detail(request: PageRequest, public_id: str) -> HttpResponse:
    """Show a vote; where it stands renews itself."""
    return page(request, reads.get(viewer=request.user, public_id=public_id))


@require_safe
def part(request: PageRequest, public_id: str) -> HttpResponse:
    """Where a vote stands, when it has moved."""
    vote = reads.get(viewer=request.user, public_id=public_id)
    topic = topic_of(vote)
    standing = reads.standing(vote=vote)
    live_versions = topics.read_beside(vote, topic)
    context = {"vote": vote, "standing": standing, "topic": topic, "live_versions": live_versions, "now": clock.now()}
    return render(request, "community/round/standing.html", context)


@require_POST
def ballot(request: PageRequest, public_id: str) -> HttpResponse:
    """Take the whole ballot as it was sent: one field a candidate, or `yes` for each that one says yes to."""
    vote = reads.get(viewer=request.user, public_id=public_id)
    member = redirects.member(request)
    if member is None:
        return redirects.sign_in_first(request, paths.of_round(vote))
    now = clock.now()
    try:
        spend(rate_limits.VOTE, who=member.user.public_id, now=now)
        ballots.fill(user=member.user, vote=vote, weights=_weights(request), now=now)
    except (*errors.REFUSALS, errors.Invalid) as error:
        return _refused(request, vote, error)
    messages.success(request, _("Your votes are kept. You can change them until it closes."))
    return web.see_other(f"{paths.of_round(vote)}#ballot")


@require_safe
def recount(request: PageRequest, public_id: str) -> HttpResponse:
    """Count a decided vote again, now, from its ballots, and say whether the same comes out."""
    vote = reads.get(viewer=request.user, public_id=public_id)
    standing = reads.standing(vote=vote)
    if standing.result is None:
        raise errors.NotFound(code="community.round_not_counted")
    spend(rate_limits.RECOUNT, who=web.asker(request), now=clock.now())
    again = recounts.count(vote=vote, published=standing.result)
    return page(request, vote, is_counted_again=True, again=again, is_same=again.is_same)


@require_safe
def record(request: PageRequest, public_id: str) -> HttpResponse:
    """Everything that anybody needs to count it themselves."""
    vote = reads.get(viewer=request.user, public_id=public_id)
    if not vote.rules_hash:
        raise errors.NotFound(code="community.round_not_open")
    document = reads.record(vote=vote, standing=reads.standing(vote=vote))
    answer = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'inline; filename="vote-{vote.public_id}.json"'
    return answer


def page(request: PageRequest, vote: VoteRound, *, status: int = 200, **extra: Any) -> HttpResponse:
    """Draw the page of a vote."""
    topic = topic_of(vote)
    standing = reads.standing(vote=vote)
    ballot = reads.ballot(viewer=request.user, vote=vote)
    runs = reads.may_run(user=request.user, vote=vote)
    context = {
        "nav": "proposals",
        "vote": vote,
        "topic": topic,
        "live_versions": topics.read_beside(vote, topic),
        "standing": standing,
        "ballot": ballot,
        "outcome": reads.outcome(standing=standing, shown=ballot.entries),
        "is_choice": standing.method.most_weight == 1,
        "is_over": reads.is_over(vote, clock.now()),
        "may_run": runs,
        "may_watch": runs and _may_watch(request, vote),
        "now": clock.now(),
    }
    return render(request, "community/round/index.html", context | extra, status=status)


def topic_of(vote: VoteRound) -> str:
    """Return the live topic of a vote."""
    return f"round:{vote.pk}"


def _refused(request: PageRequest, vote: VoteRound, error: errors.HearthError) -> HttpResponse:
    said = error.words
    if error.code == "community.allowance_spent":
        values = {"cost": error.data["cost"], "most": vote.per_voter}
        said = _("That would take %(cost)s; you have %(most)s in this vote. Nothing has changed.") % values
    fresh = reads.get(viewer=request.user, public_id=vote.public_id)
    return web.refused(page(request, fresh, refusal=said, sent=_weights(request)), error)


def _weights(request: PageRequest) -> dict[int, int]:
    found = {web.number(pk): 1 for pk in request.POST.getlist("yes")[:200]}
    for name, sent in list(request.POST.items())[:200]:
        pk = web.number(name.removeprefix("c-")) if name.startswith("c-") else 0
        if pk:
            found[pk] = web.number(sent)
    return found


def _may_watch(request: PageRequest, vote: VoteRound) -> bool:
    try:
        assert isinstance(request.user, User)
        ballots.check_may_watch(request.user, vote)
    except errors.NotAllowed:
        return False
    return True


def _tabs(request: PageRequest, stage: str) -> list[dict[str, Any]]:
    labels = {"open": pgettext("votes", "Open"), "over": pgettext("votes", "Decided")}
    if request.user.is_authenticated:
        labels["drafts"] = pgettext("votes", "My drafts")
    path = reverse("community:rounds")
    return [
        {"label": label, "url": f"{path}?{urlencode({'stage': key})}", "is_current": key == stage}
        for key, label in labels.items()
    ]
