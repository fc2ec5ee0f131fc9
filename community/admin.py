"""The community in the admin, to look at: moderators act on the site, where the log sees them."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from community.models import Case, Comment, Group, Membership, ModlogEntry, Post


@admin.register(Group)
class GroupAdmin(ReadOnlyAdmin):
    list_display = ("slug", "visibility", "join_policy", "member_count", "post_count", "archived_at")
    list_filter = ("visibility", "join_policy")
    search_fields = ("slug",)


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("user", "group", "state", "role", "joined_at", "muted_until", "banned_until")
    list_filter = ("state", "role")
    list_select_related = ("user", "group")
    search_fields = ("user__username", "group__slug")


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "title", "author", "group", "type", "state", "created_at")
    list_filter = ("state", "type")
    list_select_related = ("author", "group")
    search_fields = ("public_id", "title", "author__username")


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "author", "post", "state", "created_at")
    list_filter = ("state",)
    list_select_related = ("author", "post")
    search_fields = ("public_id", "author__username")


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ("id", "group", "author", "state", "report_count", "opened_at", "decided_at")
    list_filter = ("state",)
    list_select_related = ("group", "author")


@admin.register(ModlogEntry)
class ModlogEntryAdmin(ReadOnlyAdmin):
    list_display = ("id", "group", "actor", "action", "subject", "reason", "at")
    list_filter = ("action",)
    list_select_related = ("group", "actor", "subject")
