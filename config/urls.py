"""Where every page and endpoint hangs."""

from __future__ import annotations

from django.contrib import admin
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.views.language import set_language
from config import admin_site, outside, sitemaps, well_known
from config.api_urls import anything_else
from config.health import health, jobs
from config.metrics import metrics

admin_site.guard()

urlpatterns = [
    path("", include("connect.urls")),
    path("", include("community.urls")),
    path("", include("rewards.urls")),
    path("", include("gamify.urls")),
    path("", include("inbox.urls")),
    path("", include("accounts.urls")),
    path("", include("look.urls")),
    path("", include("demo.urls")),
    path("live/", include("live.urls")),
    *outside.addresses("urls"),
    path("health/", health, name="health"),
    path("health/jobs/", jobs, name="health-jobs"),
    path("metrics", metrics, name="metrics"),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("config.api_urls")),
    *anything_else,
    path("admin/", admin.site.urls),
    path("robots.txt", well_known.robots),
    path("sitemap.xml", sitemaps.contents, name="sitemaps"),
    path("sitemap-<slug:section>.xml", sitemaps.addresses, name="sitemap"),
    path(".well-known/change-password", RedirectView.as_view(pattern_name="account_change_password")),
    path("favicon.ico", lambda request: redirect(static("img/favicon.png"))),
]

handler400 = "look.views.not_understood"
handler403 = "look.views.forbidden"
handler404 = "look.views.not_found"
handler500 = "config.page_errors.broken"
