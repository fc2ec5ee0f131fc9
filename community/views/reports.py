"""Reporting, and what reporters and authors learn of the outcome."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest
from community import moderation, paths, rate_limits, targets
from community.models import Group
from community.selectors import appeals, comments, decisions, histories, mentions, posts, standings
from community.services import reports
from community.services.appeals import terms
from community.targets import Target
from lib import clock, errors, web
from lib.limits import spend


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: MemberRequest, public_id: str) -> HttpResponse:
    """Report a post."""
    return report(request, posts.get(public_id=public_id, user=request.user))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: MemberRequest, public_id: str) -> HttpResponse:
    """Report a comment."""
    return report(request, comments.get(public_id=public_id, user=request.user))


@login_required
@require_safe
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one's own report and what became of it."""
    found = decisions.get_report(pk=pk, user=request.user)
    group = Group.objects.visible_to(request.user).filter(pk=found.case.group_id or 0).first()
    context = {"report": found, "case": found.case, "what": targets.kind_in(found.case), "group": group}
    return render(request, "community/report/detail.html", context)


@login_required
@require_safe
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what moderators decided about oneself, under which rule and why."""
    entry = decisions.get_decision(pk=pk, user=request.user)
    if entry.case is not None and entry.case.is_appeal:
        return redirect("community:decision-appeal", pk=entry.case.appeal.decision_id)
    action = moderation.get(entry.action)
    data = moderation.letters.data_of(
        action,
        group=entry.group,
        what=targets.kind_in(entry),
        rule=None,
        reason="",
        until=entry.until,
        about=targets.about(targets.target_in(entry)),
    )
    context = {
        "entry": entry,
        "quoted": mentions.quoted(entry.case),
        "action": action,
        "group": entry.group,
        "letter": moderation.letters.compose(data),
        "is_vote": targets.is_vote(entry),
        "own": appeals.own(decision=entry, now=clock.now()) if terms.is_appealable(entry) else None,
        "readable_group": Group.objects.visible_to(request.user).filter(pk=entry.group_id or 0).exists(),
    }
    return render(request, "community/decision/index.html", context)


def report(request: MemberRequest, target: Target) -> HttpResponse:
    """Show the form of a report, and take it."""
    if target.author_id == request.user.pk:
        raise reports.OwnContent()
    if request.method != "POST":
        return _form(request, target)
    now = clock.now()
    number = request.POST.get("rule", "")
    rule = int(number) if number.isdecimal() and len(number) < 4 else None
    try:
        spend(rate_limits.REPORT, who=request.user.public_id, now=now)
        made = reports.report(
            reporter=request.user, target=target, rule=rule, note=request.POST.get("note", ""), now=now
        )
    except errors.Invalid as error:
        return _form(request, target, wrong=_where(request, error), status=422)
    case = made.report.case
    if _is_judge(request, target):
        return web.see_other(reverse("community:case-detail", args=[case.pk]))
    said = _("Thank you. The moderators of the group will look at it, and you will be told.")
    messages.success(request, said if made.is_new else _("You have reported this already. It is not forgotten."))
    return web.see_other(reverse("community:report-detail", args=[made.report.pk]))


def _where(request: MemberRequest, error: errors.Invalid) -> dict[str, errors.Text]:
    """Whoever chose nothing hears so at the choice, not at the words that go with it."""
    if "rule" in request.POST or request.POST.get("note", "").strip():
        return error.fields
    return {"rule": _("Choose a rule, or say in your own words what is wrong.")}


def _is_judge(request: MemberRequest, target: Target) -> bool:
    group = target.group
    assert group is not None
    standing = standings.of(user=request.user, group=group, now=clock.now())
    return standings.is_judge(user=request.user, standing=standing)


def _form(
    request: MemberRequest, target: Target, *, wrong: dict[str, errors.Text] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "target": target,
        "quoted": mentions.named([target.html])[0],
        "what": targets.kind_of(target),
        "group": target.group,
        "rules": histories.rules_of(target.group),
        "path": paths.of(target),
        "chosen": request.POST.get("rule"),
        "note": request.POST.get("note", ""),
        "wrong": wrong or {},
        "most": reports.NOTE_LIMIT,
    }
    return render(request, "community/report/index.html", context, status=status)
