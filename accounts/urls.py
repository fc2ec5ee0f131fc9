"""Pages about people."""

from __future__ import annotations

from django.urls import path, register_converter

from accounts.models.user import HANDLE_PATTERN
from accounts.views import (
    brand_console,
    brand_people,
    brands,
    following,
    hiding,
    mailbox,
    member_desk,
    people,
    road,
    settings,
    your_data,
)


class HandleConverter:
    """An @handle in a path."""

    regex = HANDLE_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(HandleConverter, "handle")

app_name = "accounts"
urlpatterns = [
    path("@<handle:handle>/", people.profile, name="profile"),
    path("@<handle:handle>/follow/", following.follow, name="person-follow"),
    path("@<handle:handle>/unfollow/", following.unfollow, name="person-unfollow"),
    path("@<handle:handle>/hide/", hiding.hide, name="person-hide"),
    path("@<handle:handle>/show/", hiding.show, name="person-show"),
    path("people/named/", people.named, name="person-named"),
    path("brands/invites/<slug:public_id>/", brand_people.answer, name="brand-invite"),
    path("brands/<slug:slug>/", brands.detail, name="brand"),
    path("brands/<slug:slug>/console/", brand_console.overview, name="console"),
    path("brands/<slug:slug>/page/", brand_console.page, name="brand-page"),
    path("brands/<slug:slug>/page/picture-out/", brand_console.picture_out, name="brand-picture-out"),
    path("brands/<slug:slug>/people/", brand_people.index, name="brand-people"),
    path("brands/<slug:slug>/people/<handle:handle>/role/", brand_people.change, name="brand-role"),
    path("brands/<slug:slug>/people/<handle:handle>/remove/", brand_people.remove, name="brand-remove"),
    path("brands/<slug:slug>/people/invites/<slug:public_id>/withdraw/", brand_people.withdraw, name="brand-withdraw"),
    path("brands/<slug:slug>/<slug:stem>.webp", brands.picture, name="brand-picture"),
    path("brands/<slug:slug>/<slug:stem>/small.webp", brands.small_picture, name="brand-picture-small"),
    path("settings/", settings.profile, name="settings"),
    path("settings/preferences/", settings.preferences, name="settings-preferences"),
    path("settings/following/", following.index, name="settings-following"),
    path("settings/hidden/", hiding.index, name="settings-hidden"),
    path("settings/data/", your_data.your_data, name="settings-data"),
    path("come-back/<str:token>/", your_data.come_back, name="come-back"),
    path("review/members/", member_desk.index, name="member-search"),
    path("review/members/<str:handle>/", member_desk.detail, name="member-desk"),
    path("review/members/<str:handle>/account/", member_desk.change, name="member-change"),
    path("me/road/", road.index, name="road"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
]
