from __future__ import annotations

from django.urls import path

from look import manifest, views, worker

app_name = "look"

urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("theme/", views.set_theme, name="theme-set"),
    path("offline/", views.offline, name="offline"),
    path("app.webmanifest", manifest.manifest, name="manifest"),
    path("service-worker.js", worker.service_worker, name="service-worker"),
]
