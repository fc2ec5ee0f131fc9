"""Pages about what a member or a brand has connected."""

from __future__ import annotations

from django.urls import path

from connect import webhook_urls
from connect.views import connections, keys

app_name = "connect"
urlpatterns = [
    path("settings/keys/", keys.index, name="keys"),
    path("settings/keys/new/", keys.new, name="key-new"),
    path("settings/keys/<slug:public_id>/revoke/", keys.revoke, name="key-revoke"),
    path("brands/<slug:slug>/connections/", connections.index, name="connections"),
    path("brands/<slug:slug>/connections/keys/new/", keys.new_of_brand, name="brand-key-new"),
    path("brands/<slug:slug>/connections/keys/<slug:public_id>/revoke/", keys.revoke_of_brand, name="brand-key-revoke"),
    *webhook_urls.urlpatterns,
]
