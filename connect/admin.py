"""Keys in the admin: who has which, what they did, and a way to end them. The key itself is nowhere."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _, ngettext
from unfold.admin import TabularInline

from accounts.admin import ReadOnlyAdmin
from accounts.models import User
from connect.models import ApiKey, KeyAct
from connect.services import keys
from lib import clock


class ActInline(TabularInline):
    """What the key did lately."""

    model = KeyAct
    fields = readonly_fields = ("at", "operation", "path", "status")
    ordering = ("-pk",)
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    list_display = ("shown", "name", "owner", "brand", "created_at", "last_used_at", "expires_at", "revoked_at")
    list_filter = ("revoked_at",)
    list_select_related = ("owner", "brand")
    search_fields = ("prefix", "name", "owner__username", "brand__slug")
    ordering = ("-pk",)
    exclude = ("digest",)
    inlines = (ActInline,)
    actions = ("revoke",)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("connect.change_apikey")

    @admin.action(description=_("Revoke these keys"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, rows: QuerySet[ApiKey]) -> None:
        assert isinstance(request.user, User)
        for key in rows.select_related("owner", "brand").order_by("pk"):
            keys.revoke_by_staff(by=request.user, key=key, now=clock.now())
        done = ngettext("%d key is revoked.", "%d keys are revoked.", len(rows)) % len(rows)
        self.message_user(request, done, messages.SUCCESS)
