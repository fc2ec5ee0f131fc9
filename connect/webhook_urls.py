"""Pages about addresses that news goes to: the same of a brand and of the site."""

from __future__ import annotations

from django.urls import path

from connect.views import webhooks

_BRAND = "brands/<slug:slug>/connections/webhooks/"
_SITE = "review/webhooks/"

urlpatterns = [
    path(_SITE, webhooks.index, name="site-webhooks"),
    *(
        each
        for begin, name in ((_BRAND, ""), (_SITE, "site-"))
        for each in (
            path(f"{begin}new/", webhooks.new, name=f"{name}webhook-new"),
            path(f"{begin}<slug:public_id>/", webhooks.detail, name=f"{name}webhook"),
            path(f"{begin}<slug:public_id>/state/", webhooks.state, name=f"{name}webhook-state"),
            path(f"{begin}<slug:public_id>/secret/", webhooks.secret, name=f"{name}webhook-secret"),
            path(f"{begin}<slug:public_id>/switch/", webhooks.switch, name=f"{name}webhook-switch"),
            path(f"{begin}<slug:public_id>/remove/", webhooks.remove, name=f"{name}webhook-remove"),
            path(f"{begin}<slug:public_id>/test/", webhooks.send_test, name=f"{name}webhook-test"),
            path(f"{begin}<slug:public_id>/<slug:message_id>/again/", webhooks.again, name=f"{name}webhook-again"),
        )
    ),
]
