"""People and brands in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm

from accounts import registry
from accounts.forms.admin import BrandForm, UserForm
from accounts.models import Brand, BrandStaff, User
from accounts.services import brand_admin
from lib import clock


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
    """Accounts. Points and badges are not edited here: the ledger explains every one of them."""

    form = UserForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "display_name", "email", "locale", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff", "locale")
    search_fields = ("username", "display_name", "email")
    ordering = ("-date_joined", "-id")
    readonly_fields = ("public_id", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "display_name", "email", "password", "bio")}),
        (_("Where and how"), {"fields": ("locale", "time_zone", "shortcuts_on", "game_hidden", "boards_hidden")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Record"), {"fields": ("public_id", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "display_name", "email", "password1", "password2")}),)

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            (registry.reopen if obj.is_active else registry.close)(user=obj, now=clock.now())

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
