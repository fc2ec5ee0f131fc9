"""Pages of the demo."""

from __future__ import annotations

from django.urls import path

from demo import receiver

urlpatterns = [path("demo-receiver/<slug:place>/", receiver.receiver, name="demo-receiver")]
