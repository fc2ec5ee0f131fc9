"""Pages of posts, answers, pictures and drafts."""

from __future__ import annotations

from django.urls import path

from community.views import comments, compose, drafts, feelings, images, posts, reactions

urlpatterns = [
    path("write/", compose.create, name="post-create"),
    path("write/preview/", compose.preview, name="post-preview"),
    path("p/<slug:public_id>/", posts.detail, name="post-detail"),
    path("p/<slug:public_id>/card/", posts.card, name="post-card"),
    path("p/<slug:public_id>/edit/", compose.edit, name="post-edit"),
    path("p/<slug:public_id>/history/", posts.history, name="post-history"),
    path("p/<slug:public_id>/delete/", posts.delete, name="post-delete"),
    path("p/<slug:public_id>/gone/", posts.gone, name="post-gone"),
    path("p/<slug:public_id>/restore/", posts.restore, name="post-restore"),
    path("p/<slug:public_id>/react/", reactions.post_react, name="post-react"),
    path("p/<slug:public_id>/comments/", comments.index, name="comment-list"),
    path("p/<slug:public_id>/comments/new/", comments.create, name="comment-create"),
    path("c/<slug:public_id>/edit/", comments.edit, name="comment-edit"),
    path("c/<slug:public_id>/delete/", comments.delete, name="comment-delete"),
    path("c/<slug:public_id>/react/", reactions.comment_react, name="comment-react"),
    path("images/", images.upload, name="image-upload"),
    path("images/<slug:public_id>/", images.show, name="image-show"),
    path("images/<slug:public_id>/small/", images.small, name="image-small"),
    path("images/<slug:public_id>/discard/", images.discard, name="image-discard"),
    path("feelings/suggested/", feelings.suggest, name="feeling-suggest"),
    path("drafts/", drafts.index, name="draft-list"),
    path("drafts/save/", drafts.save, name="draft-save"),
    path("drafts/discard/", drafts.discard, name="draft-discard"),
]
