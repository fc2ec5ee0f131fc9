"""Founding a group and changing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from community.forms.groups import GroupForm, RuleForm, RuleFormSet, initial_of
from community.policies import Action
from community.selectors import groups as reads, standings
from community.services import groups
from community.views.groups import tabs_of
from lib import clock, draft_forms, errors


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: MemberRequest) -> HttpResponse:
    """Found a group."""
    form = GroupForm(request.POST or None)
    rules = RuleFormSet(request.POST or None, prefix="rules")
    if request.method == "POST" and form.is_valid() and rules.is_valid():
        draft = form.draft([row.rule() for row in rules])
        try:
            group = groups.create(actor=request.user, draft=draft, now=clock.now())
        except errors.Invalid as error:
            draft_forms.show(form, error)
        except errors.REFUSALS as refusal:
            form.add_error(None, refusal.words)
        else:
            messages.success(request, _("%(group)s is open.") % {"group": group.name})
            return redirect("community:group-detail", slug=group.slug)
    context = {"nav": "groups", "form": form, "rules": rules}
    return render(request, "community/group_create/index.html", context, status=_status(form, rules))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    """Change a group's texts, door and rules."""
    now = clock.now()
    group, standing = standings.access_group(user=request.user, slug=slug, now=now, action=Action.MANAGE)
    values, rows = initial_of(group)
    form = GroupForm(request.POST or None, initial=values)
    rules = RuleFormSet(request.POST or None, prefix="rules", initial=rows)
    if request.method == "POST" and form.is_valid() and rules.is_valid():
        try:
            groups.edit(actor=request.user, group=group, draft=form.draft([row.rule() for row in rules]), now=now)
        except errors.Invalid as error:
            draft_forms.show(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("community:group-settings", slug=slug)
    front = reads.front(group=group, viewer=request.user, standing=standing, now=now)
    context = {
        "nav": "groups",
        "form": form,
        "rules": rules,
        "front": front,
        "group": group,
        "tabs": tabs_of(front, "settings"),
    }
    return render(request, "community/group_settings/index.html", context, status=_status(form, rules))


@login_required
@require_POST
def archive(request: MemberRequest, slug: str) -> HttpResponse:
    """Archive a group, or open it again."""
    group, _standing = standings.access_group(user=request.user, slug=slug, now=clock.now(), action=Action.MANAGE)
    groups.archive(actor=request.user, group=group, is_archived=request.POST.get("archived") == "1", now=clock.now())
    return redirect("community:group-settings", slug=slug)


def _status(form: GroupForm, rules: BaseFormSet[RuleForm]) -> int:
    return 422 if form.errors or rules.total_error_count() else 200
