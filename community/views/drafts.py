"""Unsent words: kept every few seconds, listed, thrown away."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from community import rate_limits
from community.selectors import drafts as reads
from community.services import drafts
from community.views import redirects
from lib import clock, errors, web
from lib.limits import spend


@require_safe
@login_required
def index(request: MemberRequest) -> HttpResponse:
    """List what the member has begun."""
    return render(request, "community/compose/drafts.html", {"drafts": reads.drafts_of(user=request.user)})


@require_POST
def save(request: PageRequest) -> HttpResponse:
    """Keep a draft sent as JSON `{"intent": …, "payload": {…}}`; answers with the words to show."""
    member = redirects.member(request)
    if member is None:
        return JsonResponse({"text": _("You were signed out. What you wrote is kept on this device.")}, status=401)
    try:
        sent = json.loads(request.body)
        intent, payload, seen = sent["intent"], sent["payload"], sent.get("seen")
        if not (isinstance(intent, str) and isinstance(payload, dict) and isinstance(seen, str | None)):
            raise TypeError
        now = clock.now()
        spend(rate_limits.DRAFT, who=member.user.public_id, now=now)
        drafts.save(user=member.user, intent=intent, payload=payload, now=now, seen=seen)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"text": str(errors.Invalid.message)}, status=400)
    except errors.Invalid as error:
        return JsonResponse({"text": error.words}, status=422)
    except (drafts.TooManyDrafts, drafts.WrittenElsewhere) as error:
        return JsonResponse({"text": str(error), "code": error.code}, status=409)
    except errors.RateLimited as error:
        return JsonResponse({"text": str(error), "code": error.code}, status=429)
    at = time_format(timezone.localtime(now), "H:i")
    return JsonResponse({"text": _("Saved %(time)s") % {"time": at}})


@require_POST
@login_required
def discard(request: MemberRequest) -> HttpResponse:
    """Throw a draft away."""
    drafts.discard(user=request.user, intent=request.POST.get("intent", ""))
    return web.see_other(web.back(request, reverse("community:draft-list")))
