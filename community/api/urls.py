"""Endpoints of the community."""

from __future__ import annotations

from django.urls import path

from community.api import comments, drafts, feeds, groups, members, moderation, pictures, posts, reactions

urlpatterns = [
    path("feeds/for-you", feeds.ForYou.as_view(), name="api-feed-for-you"),
    path("feeds/latest", feeds.Latest.as_view(), name="api-feed-latest"),
    path("feeds/mine", feeds.Mine.as_view(), name="api-feed-mine"),
    path("topics", drafts.Trends.as_view(), name="api-topics"),
    path("topics/<str:slug>/posts", feeds.OfTopic.as_view(), name="api-topic-posts"),
    path("members/<str:handle>/posts", feeds.OfMember.as_view(), name="api-member-posts"),
    path("emotions", drafts.Feelings.as_view(), name="api-emotions"),
    path("drafts", drafts.Drafts.as_view(), name="api-drafts"),
    path("drafts/<str:intent>", drafts.OneDraft.as_view(), name="api-draft"),
    path("groups", groups.Groups.as_view(), name="api-groups"),
    path("groups/<str:slug>", groups.OneGroup.as_view(), name="api-group"),
    path("groups/<str:slug>/archive", groups.Archive.as_view(), name="api-group-archive"),
    path("groups/<str:slug>/membership", groups.Membership.as_view(), name="api-membership"),
    path("groups/<str:slug>/posts", feeds.OfGroup.as_view(), name="api-group-posts"),
    path("groups/<str:slug>/members", members.Members.as_view(), name="api-group-members"),
    path("groups/<str:slug>/members/<str:handle>/role", members.Role.as_view(), name="api-group-role"),
    path("groups/<str:slug>/members/<str:handle>/removal", members.Removal.as_view(), name="api-group-removal"),
    path("groups/<str:slug>/members/<str:handle>/sanctions", moderation.Sanctions.as_view(), name="api-sanctions"),
    path("groups/<str:slug>/members/<str:handle>/lifts", moderation.Lifts.as_view(), name="api-lifts"),
    path("groups/<str:slug>/requests", members.Requests.as_view(), name="api-group-requests"),
    path("groups/<str:slug>/requests/<str:handle>", members.OneRequest.as_view(), name="api-group-request"),
    path("groups/<str:slug>/invitations", members.Invitations.as_view(), name="api-group-invitations"),
    path("groups/<str:slug>/cases", moderation.Cases.as_view(), name="api-cases"),
    path("groups/<str:slug>/modlog", moderation.Modlog.as_view(), name="api-modlog"),
    path("cases/<int:pk>", moderation.OneCase.as_view(), name="api-case"),
    path("reports/<int:pk>", moderation.OneReport.as_view(), name="api-report"),
    path("posts", posts.Posts.as_view(), name="api-posts"),
    path("posts/<str:public_id>", posts.OnePost.as_view(), name="api-post"),
    path("posts/<str:public_id>/editions", posts.Editions.as_view(), name="api-post-editions"),
    path("posts/<str:public_id>/restoration", posts.Restoration.as_view(), name="api-post-restoration"),
    path("posts/<str:public_id>/reaction", reactions.ToPost.as_view(), name="api-post-reaction"),
    path("posts/<str:public_id>/comments", comments.Comments.as_view(), name="api-comments"),
    path("posts/<str:public_id>/reports", moderation.PostReports.as_view(), name="api-post-reports"),
    path("comments/<str:public_id>", comments.OneComment.as_view(), name="api-comment"),
    path("comments/<str:public_id>/reaction", reactions.ToComment.as_view(), name="api-comment-reaction"),
    path("comments/<str:public_id>/reports", moderation.CommentReports.as_view(), name="api-comment-reports"),
    path("images", pictures.Images.as_view(), name="api-images"),
    path("images/<str:public_id>", pictures.OneImage.as_view(), name="api-image"),
]
