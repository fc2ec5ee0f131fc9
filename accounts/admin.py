"""People and brands in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import PermissionDenied
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm

from accounts import registry
from accounts.forms.admin import BrandForm, UserForm
from accounts.models import Brand, BrandStaff, User
from accounts.services import brand_admin
from lib import clock

ADMINISTRATORS_ONLY = ("email", "is_staff", "is_superuser", "groups", "user_permissions")


class ReadOnlyAdmin(ModelAdmin):
    """Rows to look at: they are written by services, or never again."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """Accounts. Points and badges are not edited here: the ledger explains every one of them.

    Whoever may change accounts and is no superuser gives no rights, gets into no account, and leaves the staff alone.
    """

    form = UserForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "display_name", "email", "locale", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff", "locale")
    search_fields = ("username", "display_name", "email")
    ordering = ("-date_joined", "-id")
    readonly_fields = ("public_id", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "display_name", "email", "password", "bio")}),
        (
            _("Where and how"),
            {"fields": ("locale", "time_zone", "shortcuts_on", "feelings_on", "game_hidden", "boards_hidden")},
        ),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Record"), {"fields": ("public_id", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "display_name", "email", "password1", "password2")}),)

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            (registry.reopen if obj.is_active else registry.close)(user=obj, now=clock.now())

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if obj is None or _staff(request).is_superuser:
            return found
        return [(title, {"fields": [name for name in each["fields"] if name != "password"]}) for title, each in found]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        found = super().get_readonly_fields(request, obj)
        return found if _staff(request).is_superuser else (*found, *ADMINISTRATORS_ONLY)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        is_open = obj is None or not obj.is_staff or _staff(request).is_superuser
        return is_open and super().has_change_permission(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        if not _staff(request).is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An account is closed (`is_active` off), never deleted: its part of the ledger stays."""
        return False


class StaffInline(TabularInline):
    model = BrandStaff
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Brand)
class BrandAdmin(ModelAdmin):
    form = BrandForm
    list_display = ("slug", "is_verified", "created_at")
    list_filter = ("is_verified",)
    search_fields = ("slug",)
    inlines = (StaffInline,)

    def save_model(self, request: HttpRequest, obj: Brand, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            brand_admin.note_page(by=_staff(request), brand=obj, fields=form.changed_data, now=clock.now())

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        brand: Brand = form.instance
        before = dict(brand.staff.values_list("user_id", "role"))
        super().save_formset(request, form, formset, change)
        brand_admin.note_people(by=_staff(request), brand=brand, before=before, now=clock.now())


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
