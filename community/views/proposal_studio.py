"""Writing a proposal: begun in a group, saved as one types, changed once it is open, handed in again when it lapsed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from community import paths, rate_limits, rights, studio
from community.forms.proposals import WordsForm, as_data, brand_of
from community.models import Proposal
from community.policies import Action
from community.proposal_policies import ProposalAction
from community.selectors import compose, proposal_page, proposal_roles, standings
from community.services.proposals import drafting, reviewing, rising, versions
from community.services.proposals.drafting import WRITABLE
from community.services.proposals.wording import TITLE_LENGTH, Words
from community.views import redirects
from lib import clean, clock, errors, web
from lib.limits import spend

State = Proposal.State


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: MemberRequest) -> HttpResponse:
    """Choose a group, a brand and a shape, and begin."""
    if request.method != "POST":
        return _begin_page(request, QueryDict(request.GET.urlencode(), mutable=True))
    data = request.POST
    try:
        spend(rate_limits.PROPOSE, who=request.user.public_id, now=clock.now())
        slug = clean.sought(data.get("group", ""), most=60)
        if not slug:
            raise errors.Invalid(fields={"group": _("Choose the group it is for.")})
        group, _place = standings.access_group(user=request.user, slug=slug, now=clock.now(), action=Action.READ)
        title = clean.line(data.get("title", ""), field="title", most=TITLE_LENGTH, least=4)
        texts = studio.shape(data.get("shape", "")).words() | {"title": title}
        brand = brand_of(data.get("brand", ""))
        made = drafting.draft(author=request.user, group=group, words=Words(**texts), brand=brand, now=clock.now())
    except errors.Invalid as error:
        return _begin_page(request, data, error=error, status=422)
    except errors.REFUSALS as error:
        return web.refused(_begin_page(request, data, refusal=str(error.message)), error)
    return web.see_other(reverse("community:proposal-edit", args=[made.public_id]))


@require_safe
@login_required
def near(request: MemberRequest) -> HttpResponse:
    """What is close to a title being typed."""
    text = clean.sought(request.GET.get("title", ""), most=200)
    besides = None
    if asked := request.GET.get("besides", ""):
        besides = Proposal.objects.visible_to(request.user).filter(public_id=clean.sought(asked, most=12)).first()
    found = drafting.near(user=request.user, text=text, besides=besides)
    return render(request, "community/proposal_studio/near.html", {"near": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """Write a draft; change an open proposal by a new version; hand in a lapsed one once more."""
    proposal = _writable(request, public_id)
    if request.method != "POST":
        data = QueryDict(mutable=True)
        data.update(as_data(proposal))
        return _page(request, proposal, data)
    data = request.POST
    try:
        spend(rate_limits.PROPOSE, who=f"edit:{request.user.public_id}", now=clock.now())
        words = WordsForm(data).words()
        written = _write(request, proposal, words, data)
    except errors.Invalid as error:
        return _page(request, proposal, data, error=error, status=422)
    except drafting.Stale as stale:
        return _page(request, proposal, data, theirs=stale.data, refusal=str(stale.message), status=409)
    except errors.REFUSALS as error:
        return web.refused(_page(request, proposal, data, refusal=str(error.message)), error)
    return _onward(request, written, data)


@require_POST
@login_required
def save(request: MemberRequest, public_id: str) -> HttpResponse:
    """Keep a draft while it is typed; answers with the words to show and the edition that is kept now."""
    proposal = _writable(request, public_id)
    data = request.POST
    edition = web.number(data.get("edition"))
    context: dict[str, Any] = {"edition": edition}
    if proposal.state not in WRITABLE:
        return render(request, "community/proposal_studio/saved.html", context)
    try:
        kept = drafting.save(
            by=request.user,
            proposal=proposal,
            words=WordsForm(data).words(),
            brand=brand_of(data.get("brand", "")),
            edition=edition,
            now=clock.now(),
        )
        at = time_format(timezone.localtime(clock.now()), "H:i")
        context = {"edition": kept.edition, "words": _("Saved %(time)s") % {"time": at}}
    except drafting.Stale:
        context["words"] = _("Somebody else has changed it. Press “Save” to see both versions.")
    except (*errors.REFUSALS, errors.Invalid) as error:
        context["words"] = error.words
    return render(request, "community/proposal_studio/saved.html", context)


def _writable(request: MemberRequest, public_id: str) -> Proposal:
    """Return a proposal whose texts `user` may change now. Raises: NotFound, NotAllowed, Conflict."""
    proposal = proposal_roles.get(user=request.user, public_id=public_id)
    proposal_roles.require(user=request.user, proposal=proposal, action=ProposalAction.WRITE)
    if proposal.state not in (*WRITABLE, State.OPEN, State.LAPSED):
        raise errors.Conflict(_("Its texts cannot be changed any more."), code="community.proposal_wrong_moment")
    return proposal


def _write(request: MemberRequest, proposal: Proposal, words: Words, data: QueryDict) -> Proposal:
    by, now, edition = request.user, clock.now(), web.number(data.get("edition"))
    if proposal.state == State.OPEN:
        return versions.revise(
            by=by,
            proposal=proposal,
            words=words,
            changes=data.get("changes", ""),
            is_material=data.get("is_material") == "1",
            edition=edition,
            now=now,
        )
    if proposal.state == State.LAPSED:
        return reviewing.revive(by=by, proposal=proposal, words=words, terms=data.get("terms", ""), now=now)
    brand = brand_of(data.get("brand", ""))
    return drafting.save(by=by, proposal=proposal, words=words, brand=brand, edition=edition, now=now)


def _onward(request: MemberRequest, written: Proposal, data: QueryDict) -> HttpResponse:
    if written.state in WRITABLE:
        if data.get("then") == "hand-in":
            return redirects.onward(request, reverse("community:proposal-submit", args=[written.public_id]))
        messages.success(request, _("Saved. Nobody but its authors sees it."))
        return redirects.onward(request, reverse("community:proposal-edit", args=[written.public_id]))
    said = _("Handed in again. You hear as soon as somebody has looked at it.")
    if written.state == State.OPEN:
        said = _("Changed. Everybody can see what is different.") if written.is_frozen else _("Changed.")
    messages.success(request, said)
    return redirects.onward(request, paths.of_proposal(written))


def _begin_page(
    request: MemberRequest,
    data: QueryDict,
    *,
    error: errors.Invalid | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    form = WordsForm(data, names=("title",))
    wrong = form.show(error)
    title = clean.sought(data.get("title", ""), most=200)
    context = {
        "nav": "proposals",
        "form": form,
        "wrong": wrong,
        "groups": compose.groups_for(user=request.user, now=clock.now()),
        "group": data.get("group", "")[:60],
        "shapes": studio.SHAPES,
        "shape": data.get("shape", "blank")[:20],
        "near": drafting.near(user=request.user, text=title) if title else (),
    }
    return render(request, "community/proposal_studio/new.html", context | extra, status=status)


def _page(
    request: MemberRequest,
    proposal: Proposal,
    data: QueryDict,
    *,
    error: errors.Invalid | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    form = WordsForm(data, with_brand=proposal.state in WRITABLE)
    wrong = form.show(error)
    context = {
        "nav": "proposals",
        "proposal": proposal,
        "form": form,
        "wrong": wrong,
        "edition": _edition(proposal, data, extra),
        "changes": clean.sought(data.get("changes", ""), most=600),
        "is_material": data.get("is_material") == "1",
        "must_be_material": proposal.state == State.OPEN and rising.was_sent_back(proposal),
        "people": proposal_page.people(proposal=proposal),
        "pictures": proposal_page.pictures(proposal=proposal),
        "near": drafting.near(user=request.user, text=data.get("title", ""), besides=proposal),
        "terms": rights.terms(),
        "terms_version": rights.LATEST,
        "is_first_author": proposal.author_id == request.user.pk,
    }
    status = 422 if request.htmx and status >= 400 else status  # htmx swaps nothing else that went wrong
    return render(request, "community/proposal_studio/edit.html", context | extra, status=status)


def _edition(proposal: Proposal, data: QueryDict, extra: dict[str, Any]) -> int:
    """Return the edition that the next saving is based on: that of the other version once it is shown."""
    theirs = extra.get("theirs")
    if theirs:
        return int(theirs["edition"])
    return web.number(data.get("edition")) or proposal.edition
