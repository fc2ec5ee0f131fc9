"""Pages of team battles: what everybody sees, what players do, a brand's console and the staff's review."""

from django.urls import path

from rewards.views import album, battle_builder, battle_console, battle_record, battle_review, battles, playing

_BATTLE = "battles/<slug:public_id>/"
_OWN = "brands/<slug:slug>/battles/"
_OWN_BATTLE = f"{_OWN}<slug:public_id>/"

urlpatterns = [
    path("battles/", battles.index, name="battles"),
    path("battles/strip/", battles.strip, name="battle-strip"),
    path(_BATTLE, battles.detail, name="battle"),
    path(f"{_BATTLE}card/", battles.card, name="battle-card"),
    path(f"{_BATTLE}mine/", battles.mine, name="battle-mine"),
    path(f"{_BATTLE}story/", battles.story, name="battle-story"),
    path(f"{_BATTLE}rules.json", battle_record.rules, name="battle-rules"),
    path(f"{_BATTLE}record/", battle_record.index, name="battle-record"),
    path(f"{_BATTLE}record.json", battle_record.document, name="battle-record-json"),
    path(f"{_BATTLE}join/", playing.join, name="battle-join"),
    path(f"{_BATTLE}leave/", playing.leave, name="battle-leave"),
    path(f"{_BATTLE}enter/", playing.enter, name="battle-enter"),
    path(f"{_BATTLE}object/", playing.object_to, name="battle-object"),
    path(f"{_BATTLE}album/", album.put, name="album-put"),
    path(f"{_BATTLE}album/out/", album.take_out, name="album-out"),
    path(f"{_BATTLE}album/<slug:picture_id>/hide/", album.hide, name="album-hide"),
    path(f"{_BATTLE}album/<slug:picture_id>/report/", album.report, name="album-report"),
    path(f"{_BATTLE}album/<slug:picture_id>/keep/", album.keep, name="album-keep"),
    path(f"{_BATTLE}album/<slug:picture_id>/<slug:stem>.webp", album.show, name="album-picture"),
    path(f"{_BATTLE}album/<slug:picture_id>/<slug:stem>/small.webp", album.small, name="album-picture-small"),
    path(_OWN, battle_console.index, name="console-battles"),
    path(f"{_OWN}new/", battle_builder.create, name="console-battle-new"),
    path(_OWN_BATTLE, battle_console.detail, name="console-battle"),
    path(f"{_OWN_BATTLE}edit/", battle_builder.edit, name="console-battle-edit"),
    path(f"{_OWN_BATTLE}preview/", battle_builder.preview, name="console-battle-preview"),
    path(f"{_OWN_BATTLE}cancel/", battle_console.cancel, name="console-battle-cancel"),
    path("review/battles/", battle_review.index, name="review-battles"),
    path("review/battles/<slug:public_id>/", battle_review.detail, name="review-battle"),
]
