"""What a group's automod looks for: the list, a rule, and trying it before it is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from community import rate_limits
from community.forms.automod import AutomodForm
from community.models import AutomodRule, Cause, Group
from community.models.automod import MOST_RULES
from community.selectors import automod as reads, groups, histories, standings
from community.services.automod import rules, wishes
from community.views import raids
from community.views.groups import tabs_of
from lib import clock, errors, versions, web
from lib.limits import spend


@login_required
@require_safe
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """Show what automod looks for."""
    now = clock.now()
    group, standing = standings.access_moderated(user=request.user, slug=slug, now=now)
    front = groups.front(group=group, viewer=request.user, standing=standing, now=now)
    found = reads.rules_of(group=group)
    context = {
        "nav": "groups",
        "group": group,
        "front": front,
        "tabs": tabs_of(front, "queue"),
        "lines": [(rule, reads.summary(rule)) for rule in found],
        "causes": wishes.CAUSES if len(found) < MOST_RULES else (),
        "has_rules": bool(front.rules),
        "is_raided": group.is_raided(now),
        "lengths": raids.lengths(),
    }
    return render(request, "community/automod/index.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: MemberRequest, slug: str, cause: str) -> HttpResponse:
    """Write a rule, try it, save it."""
    group, _standing = standings.access_moderated(user=request.user, slug=slug, now=clock.now())
    if cause not in dict(wishes.CAUSES):
        raise errors.NotFound()
    return _write(request, group, AutomodRule(group=group, cause=cause, version=0))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change a rule, try it, save it."""
    group, _standing = standings.access_moderated(user=request.user, slug=slug, now=clock.now())
    return _write(request, group, reads.get(group=group, pk=pk))


@login_required
@require_POST
def delete(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Have automod look for it no more."""
    now = clock.now()
    group, _standing = standings.access_moderated(user=request.user, slug=slug, now=now)
    try:
        rules.delete(by=request.user, group=group, pk=pk, version=web.number(request.POST.get("version")), now=now)
    except versions.ChangedMeanwhile as error:
        messages.error(request, error.words)
        return web.see_other(reverse("community:automod-edit", args=[slug, pk]))
    messages.success(request, _("Automod does not look for that any more."))
    return web.see_other(reverse("community:group-automod", args=[slug]))


def _write(request: MemberRequest, group: Group, rule: AutomodRule) -> HttpResponse:
    values = AutomodForm.values_of(rule) if rule.pk else {}
    form = AutomodForm(request.POST or None, initial=values, cause=rule.cause, rules=histories.rules_of(group))
    if request.method != "POST" or not form.is_valid():
        return _page(request, group, rule, form)
    try:
        if "try" in request.POST:
            spend(rate_limits.PREVIEW, who=request.user.public_id, now=clock.now())
            wished = AutomodRule(group=group, **wishes.cleaned(form.wish(), group=group))
            return _page(request, group, rule, form, trial=reads.trial(group=group, rule=wished))
        _save(request, group, rule, form)
    except errors.Invalid as error:
        form.show(error)
        return _page(request, group, rule, form)
    except errors.REFUSALS as error:
        return web.refused(_page(request, group, rule, form, refusal=error.words), error)
    messages.success(request, _("Saved. Automod looks for it from now on."))
    return web.see_other(reverse("community:group-automod", args=[group.slug]))


def _save(request: MemberRequest, group: Group, rule: AutomodRule, form: AutomodForm) -> None:
    wish, now = form.wish(), clock.now()
    if not rule.pk:
        rules.add(by=request.user, group=group, wish=wish, now=now)
        return
    version = web.number(request.POST.get("version"))
    rules.change(by=request.user, group=group, pk=rule.pk, wish=wish, version=version, now=now)


def _page(request: MemberRequest, group: Group, rule: AutomodRule, form: AutomodForm, **extra: Any) -> HttpResponse:
    context = {
        "nav": "groups",
        "group": group,
        "rule": rule,
        "title": Cause(rule.cause).label,
        "form": form,
        "version": rule.version,
        **extra,
    }
    return render(request, "community/automod/rule.html", context, status=422 if form.errors else 200)
