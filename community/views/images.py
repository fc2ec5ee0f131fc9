"""Pictures: sent before the post, shown to whoever may read it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from community import limits
from community.models import PostImage
from community.selectors import images as reads
from community.services import images
from lib import clock, errors, pictures
from lib.limits import spend

MONTH_SECONDS = 30 * 24 * 3600


@require_POST
@login_required
def upload(request: MemberRequest) -> HttpResponse:
    """Keep one picture for the post being written; answers with its id and small address."""
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": str(errors.Invalid.message)}, status=422)
    try:
        spend(limits.UPLOAD, who=request.user.public_id, now=clock.now())
        image = images.upload(owner=request.user, file=file, alt=request.POST.get("alt", ""), now=clock.now())
    except errors.Invalid as error:
        return JsonResponse({"error": " ".join(str(text) for text in error.fields.values())}, status=422)
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
    return _send(image, image.file.name)


@require_safe
def small(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the picture at 640 pixels or fewer."""
    image = reads.get(public_id=public_id, user=request.user)
    return _send(image, pictures.small_name(image.file.name))


def _send(image: PostImage, name: str) -> HttpResponse:
    """Answer with the whole file: re-encoded pictures are small, and a stream of a file blocks an ASGI server."""
    try:
        with default_storage.open(name) as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise errors.NotFound(code="community.image_not_found") from error
    response["Content-Disposition"] = f'inline; filename="{image.public_id}.webp"'
    response["Cache-Control"] = f"private, max-age={MONTH_SECONDS}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
