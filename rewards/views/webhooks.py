"""Where gateways tell what happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lib import clock
from rewards.payments import BadSignature, Unreachable, is_heard
from rewards.services.money import webhooks


@csrf_exempt
@require_POST
def receive(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a webhook: 204 once it is kept, 400 when the provider did not sign it, 503 when it should come again."""
    if not is_heard(provider):
        return HttpResponse(status=404)
    try:
        webhooks.receive(provider=provider, headers=request.headers, body=request.body, now=clock.now())
    except BadSignature:
        return HttpResponse(status=400)
    except Unreachable:
        return HttpResponse(status=503)
    return HttpResponse(status=204)
