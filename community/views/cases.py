"""The page on which a case is decided."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from community import moderation, paths, targets
from community.models import Case, Group
from community.selectors import cases as reads, differences, histories, modlog as log_reads, queues, standings
from community.services import cases, judging, modlog
from community.targets import Target
from lib import clock, errors, web
from live.selectors import topics


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a case, and decide it; a decision on a stale view shows what has happened meanwhile."""
    case = reads.get(pk=pk, user=request.user, now=clock.now())
    if request.method != "POST":
        return _page(request, case)
    try:
        cases.decide(
            moderator=request.user,
            case=case,
            action=request.POST.get("action", ""),
            rule=_rule_of(request),
            reason=request.POST.get("reason", ""),
            seen=request.POST.get("seen", ""),
            now=clock.now(),
        )
    except errors.Invalid as error:
        return _page(request, case, wrong=error.fields, status=422)
    except cases.StaleCase as stale:
        return _page(request, reads.get(pk=pk, user=request.user, now=clock.now()), stale=stale, status=409)
    told = reads.others_told(case=case, user=request.user)
    done = str(moderation.get(request.POST["action"]).label)
    said = ngettext(
        "Decided: %(done)s. %(n)s member who reported it is told.",
        "Decided: %(done)s. %(n)s members who reported it are told.",
        told,
    )
    messages.success(request, said % {"done": done, "n": told})
    return web.see_other(_queue_of(request, case))


@login_required
@require_POST
def letter(request: MemberRequest, pk: int) -> HttpResponse:
    """Return the message that the author would get, as the form stands."""
    case = reads.get(pk=pk, user=request.user, now=clock.now())
    return render(
        request,
        "community/case/letter.html",
        {
            "letter": _letter(request, case, cases.target_of(case)),
            "can_restore": case.state == Case.State.REMOVED,
            "is_vote": targets.is_vote(case),
        },
    )


@login_required
@require_safe
def meanwhile(request: MemberRequest, pk: int) -> HttpResponse:
    """Return what has happened since the page with the token `?seen=` was opened."""
    case = reads.get(pk=pk, user=request.user, now=clock.now())
    versions = topics.versions([_topic(request, case)])
    seen = request.GET.get("seen", "")
    context = {
        "case": case,
        "seen": seen,
        "topic": _topic(request, case),
        "live_versions": versions,
        "meanwhile": reads.changed_since(seen, reads.page(case=case)),
    }
    return render(request, "community/case/meanwhile.html", context)


def _topic(request: MemberRequest, case: Case) -> str:
    names = judging.queues_of(case)
    return names[0] if queues.may_watch_all(request.user) else names[-1]


def _queue_of(request: MemberRequest, case: Case) -> str:
    """Return the queue that the case is decided in: the group's for who moderates it, else that of votes."""
    if case.group is None or not standings.of(user=request.user, group=case.group, now=clock.now()).is_moderator:
        return reverse("community:vote-cases")
    return reverse("community:group-queue", args=[case.group.slug])


def _page(
    request: MemberRequest,
    case: Case,
    *,
    wrong: dict[str, errors.Text] | None = None,
    stale: cases.StaleCase | None = None,
    status: int = 200,
) -> HttpResponse:
    versions = topics.versions([_topic(request, case)])
    page = reads.page(case=case)
    is_for_group = judging.is_for_group(user=request.user, case=case)
    is_changed = page.target.edited_at is not None and page.target.body != case.snapshot["body"]
    context = {
        "nav": "staff" if is_for_group else "groups",
        "group": case.group,
        "is_for_group": is_for_group,
        "case": case,
        "page": page,
        "seen": page.seen,
        "topic": _topic(request, case),
        "live_versions": versions,
        "lines": [log_reads.line_of(entry, is_moderator=True, user=request.user) for entry in page.history.entries],
        "actions": page.actions[::-1],
        "can_remove": any(each.needs == "rule" for each in page.actions),
        "can_restore": case.state == Case.State.REMOVED,
        "is_vote": page.voter is not None,
        "is_bare": page.voter is not None or is_for_group,
        "is_changed": is_changed,
        "runs": differences.runs(case.snapshot["body"], page.target.body) if is_changed else (),
        "queue_url": _queue_of(request, case),
        "what_on": moderation.letters.title_of(targets.about(page.target)),
        "path": paths.of(page.target),
        "can_read_in_place": page.root.is_published and (not is_for_group or _is_public(case.group)),
        "chosen": request.POST.get("rule", reads.leading_rule(page)),
        "reason": request.POST.get("reason", ""),
        "wrong": wrong or {},
        "stale": stale,
        "meanwhile": reads.changed_since(request.POST.get("seen", ""), page) if stale else (),
        "letter": _letter(request, case, page.target, leading=reads.leading_rule(page)),
        "most": modlog.REASON_LIMIT,
    }
    return render(request, "community/case/index.html", context, status=status)


def _is_public(group: Group | None) -> bool:
    return group is not None and group.visibility == Group.Visibility.PUBLIC


def _letter(request: MemberRequest, case: Case, target: Target, leading: str = "") -> str:
    """Return the letter of the first action that would write one; rules and reasons that are wrong are left out."""
    action = next((each for each in moderation.for_case(case, target) if each.letter), None)
    if action is None:
        return ""
    number = request.POST.get("rule", leading) if action.needs == "rule" else ""
    rule = next((rule for rule in histories.rules_of(case.group) if str(rule.number) == number), None)
    data = moderation.letters.data_of(
        action,
        group=case.group,
        what=targets.kind_of(target),
        rule=rule,
        reason=request.POST.get("reason", "").replace("\x00", "").strip()[: modlog.REASON_LIMIT],
        until=None,
        about=targets.about(target),
    )
    return moderation.letters.compose(data)


def _rule_of(request: MemberRequest) -> int | None:
    number = request.POST.get("rule", "")
    return int(number) if number.isdecimal() and len(number) < 4 else None
