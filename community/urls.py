"""Pages of the community app."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from community import making_urls, meetup_urls, moderation_urls, post_urls, proposal_urls, round_urls
from community.views import atom, explore, feeds, group_settings, groups, home, members, pins, search

app_name = "community"
urlpatterns = [
    path("", home.home, name="home"),
    path("explore/", explore.explore, name="explore"),
    path("explore/<slug:mood>/", explore.mood, name="mood"),
    path("topics/<str:slug>/", explore.topic, name="topic"),
    path("atom.xml", atom.latest, name="atom"),
    path("search/", search.search, name="search"),
    path("feed/pill/", feeds.pill, name="feed-pill"),
    path("feed/new/", feeds.new, name="feed-new"),
    path("p/<slug:public_id>/pin/", pins.pin, name="post-pin"),
    path("groups/", groups.directory, name="group-list"),
    path("groups/new/", group_settings.create, name="group-create"),
    path("g/", RedirectView.as_view(pattern_name="community:group-list")),
    path("g/<slug:slug>/", groups.detail, name="group-detail"),
    path("g/<slug:slug>/atom.xml", atom.of_group, name="group-atom"),
    path("g/<slug:slug>/place/", groups.place, name="group-place"),
    path("g/<slug:slug>/join/", groups.join, name="group-join"),
    path("g/<slug:slug>/leave/", groups.leave, name="group-leave"),
    path("g/<slug:slug>/members/", members.index, name="group-members"),
    path("g/<slug:slug>/members/requests/", members.requests, name="group-requests"),
    path("g/<slug:slug>/members/admit/", members.admit, name="group-admit"),
    path("g/<slug:slug>/members/invite/", members.invite, name="group-invite"),
    path("g/<slug:slug>/members/role/", members.set_role, name="group-role"),
    path("g/<slug:slug>/members/remove/", members.remove, name="group-remove"),
    path("g/<slug:slug>/settings/", group_settings.edit, name="group-settings"),
    path("g/<slug:slug>/settings/archive/", group_settings.archive, name="group-archive"),
    *post_urls.urlpatterns,
    *meetup_urls.urlpatterns,
    *moderation_urls.urlpatterns,
    *proposal_urls.urlpatterns,
    *making_urls.urlpatterns,
    *round_urls.urlpatterns,
]
