"""The fake bank's checkout: a page of another house, as far as the shop is concerned."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from lib import clock, web
from rewards.models import FakeCharge
from rewards.services.money import fake_checkout
from rewards.services.money.fake_checkout import Press

_ICONS = {
    Press.LATE: "hourglass",
    Press.TWICE: "copy",
    Press.DISORDER: "shuffle",
    Press.TIMEOUT: "unplug",
    Press.REFUSE: "credit-card",
    Press.EXPIRE: "timer-off",
    Press.KEEP: "circle-off",
    Press.GIVE_BACK: "undo-2",
    Press.CHARGE_BACK: "landmark",
}


@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what is to be paid, and do what the visitor presses; the demo also has the bank's bad days."""
    if settings.HEARTH_PAYMENTS != "fake":
        raise Http404
    charge = get_object_or_404(FakeCharge, reference=reference)
    offered = fake_checkout.choices(charge, with_chaos=settings.HEARTH_DEMO)
    how = next((press for press in offered if press == request.POST.get("press")), None)
    if request.method == "POST" and how:
        try:
            fake_checkout.press(reference=reference, how=how, now=clock.now())
        except fake_checkout.CheckoutOver:
            charge.refresh_from_db()
        else:
            return web.see_other(charge.return_url)
    switches = [(press, _ICONS[press]) for press in offered if press not in fake_checkout.PLAIN]
    return render(request, "rewards/fake_checkout/index.html", {"charge": charge, "switches": switches})
