"""Pictures: sent before the post, shown to whoever may read it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from community import rate_limits
from community.selectors import images as reads
from community.services import images
from lib import clock, errors, web
from lib.limits import spend


@require_POST
@login_required
def upload(request: MemberRequest) -> HttpResponse:
    """Keep one picture for the post being written; answers with its id and small address."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": str(errors.Invalid.message)}, status=422)
    try:
        spend(rate_limits.UPLOAD, who=request.user.public_id, now=clock.now())
        image = images.upload(owner=request.user, file=file, alt=request.POST.get("alt", ""), now=clock.now())
    except errors.Invalid as error:
        return JsonResponse({"error": error.words}, status=422)
    except errors.RateLimited as error:
        return JsonResponse({"error": str(error)}, status=429)
    small = reverse("community:image-small", args=[image.public_id])
    return JsonResponse({"id": image.public_id, "url": small, "width": image.width, "height": image.height}, status=201)


@require_POST
@login_required
def discard(request: MemberRequest, public_id: str) -> HttpResponse:
    """Delete a picture that was not posted."""
    image = reads.get(public_id=public_id, user=request.user)
    images.discard(owner=request.user, image=image)
    return HttpResponse(status=204)


@require_safe
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the picture."""
    image = reads.get(public_id=public_id, user=request.user)
    return web.picture(image.file.name, title=public_id, is_small=False)


@require_safe
def small(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the picture at 640 pixels or fewer."""
    image = reads.get(public_id=public_id, user=request.user)
    return web.picture(image.file.name, title=public_id, is_small=True)
