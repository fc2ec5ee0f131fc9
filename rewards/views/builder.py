"""The builder: one form for a whole campaign, saved as one types, with the public page beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from lib import clock, errors, web
from lib.draft_forms import attempt, in_reading_order
from lib.wordings import field_name
from rewards.console_forms import Builder
from rewards.models import Campaign
from rewards.policies import Action, Role, may
from rewards.selectors import console, roles
from rewards.selectors.campaigns import pictures_of
from rewards.services import drafts
from rewards.services.buying import campaigns, rules, showing
from rewards.services.buying.terms import lacks


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Write a draft; what was typed stays on the page whatever happens, and what can be kept is kept."""
    campaign, role = roles.access_campaign(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    if campaign.state != Campaign.State.DRAFT:
        messages.info(request, _("It was handed in: its words and prices stand."))
        return web.see_other(reverse("rewards:console-campaign", args=[slug, public_id]))
    if request.method != "POST":
        return _page(request, role, campaign, Builder(campaign, campaigns.tiers_of(campaign)))
    builder = Builder(campaign, [], request.POST)
    if request.htmx:
        return _preview(request, campaign, builder, is_saved=_save(request, campaign, builder))
    has_pictures, is_saved = _save_pictures(request, campaign, builder), _save(request, campaign, builder)
    asks_review = is_saved and has_pictures and "submit" in request.POST
    if builder.has_errors or (asks_review and not _hand_in(request, campaign, builder)):
        return _page(
            request, role, campaign, builder, seen="" if is_saved or builder.rival else request.POST.get("seen", "")
        )
    if asks_review:
        messages.success(request, _("Handed in. We tell you when it was looked at."))
        return web.see_other(reverse("rewards:console-campaign", args=[slug, public_id]))
    messages.success(request, _("Saved."))
    return web.see_other(f"{reverse('rewards:console-edit', args=[slug, public_id])}#{request.POST.get('at', '')[:20]}")


def _save(request: MemberRequest, campaign: Campaign, builder: Builder) -> bool:
    def edit() -> None:
        campaigns.edit(by=request.user, campaign=campaign, terms=builder.terms(), seen=request.POST.get("seen", ""))

    return builder.is_valid() and attempt(builder, edit)


def _save_pictures(request: MemberRequest, campaign: Campaign, builder: Builder) -> bool:
    """Keep the pictures even if something else is wrong: a browser does not send a file twice."""
    rows = list(campaign.pictures.all())
    gone = [row.pk for row in rows if str(row.pk) in request.POST.getlist("gone")]
    alts = {row.pk: _alts(request, row.pk) for row in rows}
    first = next((row.pk for row in rows if str(row.pk) == request.POST.get("first")), 0)
    try:
        showing.arrange(by=request.user, campaign=campaign, first=first, alts=alts, gone=gone)
        for file in request.FILES.getlist("pictures"):
            showing.add(by=request.user, campaign=campaign, file=file)
    except errors.Invalid as error:
        builder.show(error)
        return False
    return True


def _alts(request: MemberRequest, pk: int) -> dict[str, str]:
    return {code: request.POST.get(field_name(f"alt_{pk}", code), "") for code, _language in in_reading_order()}


def _hand_in(request: MemberRequest, campaign: Campaign, builder: Builder) -> bool:
    return attempt(builder, lambda: campaigns.submit(by=request.user, campaign=campaign, now=clock.now()))


def _page(request: MemberRequest, role: Role, campaign: Campaign, builder: Builder, *, seen: str = "") -> HttpResponse:
    """Draw the builder; without `seen` the next save is on top of what is kept now."""
    saved = _saved(campaign)
    context = {
        "nav": "console",
        "brand": campaign.brand,
        "builder": builder,
        "form": builder.form,
        "pictures": _pictures(saved, builder),
        "most_pictures": showing.MOST,
        "may_throw_away": may(Action.CANCEL, role),
        "seen": seen or drafts.version_of(saved),
        **_sight(saved),
    }
    return render(request, "rewards/console/builder/index.html", context, status=422 if builder.has_errors else 200)


def _preview(request: MemberRequest, campaign: Campaign, builder: Builder, *, is_saved: bool) -> HttpResponse:
    saved = _saved(campaign)
    context = {
        "brand": campaign.brand,
        "builder": builder,
        "is_saved": is_saved,
        "is_tried": True,
        "saved_at": clock.now(),
        "seen": drafts.version_of(saved) if is_saved else request.POST.get("seen", ""),
        **_sight(saved),
    }
    return render(request, "rewards/console/builder/preview.html", context)


def _sight(saved: Campaign) -> dict[str, Any]:
    now = clock.now()
    tiers = campaigns.tiers_of(saved)
    if not saved.policies:
        saved.policies = rules.standard_policies(saved)
    return {
        "campaign": saved,
        "preview": console.preview(campaign=saved, tiers=tiers, now=now),
        "lacks": lacks(saved, tiers, now),
    }


def _saved(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_related("brand").prefetch_related("tiers", "pictures").get(pk=campaign.pk)


def _pictures(campaign: Campaign, builder: Builder) -> list[dict[str, Any]]:
    found = []
    for row, shown in zip(campaign.pictures.all(), pictures_of(campaign), strict=True):
        fields = [
            {
                "name": field_name(f"alt_{row.pk}", code),
                "language": language,
                "code": code,
                "value": row.alts.get(code, ""),
                "error": builder.picture_errors.get(field_name(f"alt_{row.pk}", code), ""),
            }
            for code, language in in_reading_order()
        ]
        found.append({"pk": row.pk, "shown": shown, "fields": fields})
    return found
