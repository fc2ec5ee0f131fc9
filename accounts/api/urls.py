"""Endpoints about people."""

from __future__ import annotations

from django.urls import path

from accounts.api import care, following, hiding, people, road

urlpatterns = [
    path("me", people.Me.as_view(), name="api-me"),
    path("me/preferences", people.Preferences.as_view(), name="api-preferences"),
    path("me/road", road.Road.as_view(), name="api-road"),
    path("me/following", following.Followed.as_view(), name="api-following"),
    path("me/following/<str:handle>", following.OneFollowed.as_view(), name="api-followed"),
    path("me/hidden-people", hiding.HiddenPeople.as_view(), name="api-hidden-people"),
    path("me/hidden-people/<str:handle>", hiding.OneHidden.as_view(), name="api-hidden-person"),
    path("members/<str:handle>", people.Member.as_view(), name="api-member"),
    path("review/members", care.Members.as_view(), name="api-review-members"),
    path("brands/<str:slug>", people.BrandPage.as_view(), name="api-brand"),
]
