"""Writing posts and changing them. What takes them away is in `removals`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import ranking
from community.automod import Said
from community.models import Group, Hashtag, Post, PostEmotion, PostHashtag, PostImage, PostRevision, PostTerm
from community.policies import Action
from community.services import access, feelings, filing, notifying, repeats, terms, text, words
from community.services.automod import watching
from community.services.composition import Composition, Prepared, prepare
from gamify.models import Activity
from gamify.services import record
from lib import errors, sql
from lib.records import Records
from live.services import topics

FIRST_EDITION = 1
ROWS = Records(Post, beside=("group", "author"))
_FEELINGS = "SELECT emotion FROM community_postemotion WHERE post_id = %s ORDER BY position"


@dataclass(frozen=True)
class Published:
    """A post and the activity that tells what it earned; `is_new` is False for a second press of the same button.

    A post that is held has no activity: nobody but its author knows of it until a moderator approves it.
    """

    post: Post
    activity: Activity | None
    is_new: bool


class Stale(errors.Conflict):
    """Somebody edited the post since the form was opened; `data` has `title`, `body`, `emotions` and `edition` now."""

    code = "community.post_changed"
    message = _("This post was changed while you were writing. Here are both versions.")


@transaction.atomic
def publish(*, author: User, group: Group, composition: Composition, key: str, now: datetime) -> Published:
    """Publish a post, once for each `key` of its author.

    Locks: the group, which counts its posts, and the author's membership, so that the twin of a double submission waits
        and finds the first post.
    Raises: NotFound, Muted, Banned, Archived, NotAllowed by policy; Invalid with `fields`; SentAlready.
    Emits: activity `create`; topics of the group's feed; a notice to each member mentioned; for one that is held only
        what `filing.flag` does.
    """
    held = access.hold_group(group)
    standing = access.enter(action=Action.POST, group=group, user=author, now=now)
    earlier = ROWS.one("t.author_id = %s AND t.key = %s", author.pk, key)
    if earlier is not None:
        is_elsewhere = earlier.group_id != group.pk
        repeats.check(earlier, composition.body, most=text.POST_LIMIT, is_elsewhere=is_elsewhere)
        return Published(earlier, None, is_new=False)
    prepared = prepare(composition, author=author, group=group, now=now)
    hits = watching.look(watching.Writing(author, held, standing, _said(prepared), now))

    post = _insert(prepared, author=author, group=group, key=key, now=now, is_held=watching.is_held(hits))
    _bind(post, prepared)
    feelings.remember(post=post, composition=composition, now=now)
    if hits:
        filing.flag(post, hits, now=now)
    if post.is_held:
        return Published(post, None, is_new=True)
    Group.objects.filter(pk=group.pk).update(post_count=F("post_count") + 1)
    return Published(post, announce(post, _facts(prepared), prepared.mentioned, now=now), is_new=True)


def announce(post: Post, facts: Mapping[str, Any], mentioned: Iterable[User], *, now: datetime) -> Activity:
    """Say that `post` is out: record the activity, wake the feeds, tell those mentioned. Inside a transaction."""
    activity = record.activity(
        actor=post.author,
        verb="create",
        object=record.Ref("post", str(post.pk)),
        target=record.Ref("group", str(post.group_id)),
        key=f"post:{post.pk}",
        data=dict(facts),
        now=now,
    )
    topics.touch(*feeds_of(post.group), f"post:{post.pk}")
    notifying.mentioned(mentioned, post=post, by=post.author, now=now)
    return activity


@transaction.atomic
def edit(*, post: Post, editor: User, composition: Composition, edition: int, now: datetime) -> Post:
    """Replace the post's text, feelings, kind and pictures, and keep what it was as a revision.

    Args:
        edition: which edition the form was opened on, from `edition_of`.

    What automod would hold is taken back until a moderator approves it, with what it had earned.

    Locks: the group, the editor's membership, then the post.
    Raises: NotAllowed unless the editor wrote it; Stale when it was edited meanwhile; Invalid with `fields`.
    """
    access.hold_group(post.group)
    standing = access.enter(action=Action.POST, group=post.group, user=editor, now=now)
    post = lock(post.pk)
    _check_mine(post, editor)
    emotions = emotions_of(post)
    current = edition_of(post)
    if edition != current:
        raise Stale(title=post.title, body=post.body, emotions=emotions, edition=current)
    prepared = prepare(composition, author=editor, group=post.group, post_id=post.pk, now=now)

    hits = watching.look(watching.Writing(editor, post.group, standing, _said(prepared), now, post))

    already = words.mentions(post.body)
    PostRevision.objects.create(
        post=post,
        number=current,
        title=post.title,
        body=post.body,
        emotions=list(emotions),
        editor=editor,
        replaced_at=now,
    )
    _rewrite(post, prepared, now=now)
    feelings.remember(post=post, composition=composition, now=now)
    if watching.is_held(hits):
        _take_back(post, now=now)
    if hits:
        filing.flag(post, hits, now=now)
    topics.touch(f"post:{post.pk}")
    if post.is_held:
        return post
    notifying.mentioned([one for one in prepared.mentioned if one.handle not in already], post=post, by=editor, now=now)
    return post


def lock(post_id: int) -> Post:
    """Return the post with its group and author, locked. Inside a transaction only. Queries: 1."""
    return ROWS.held_by_key(post_id)


def edition_of(post: Post) -> int:
    """Return how often the post was written: 1 until its first edit. Queries: 1."""
    return FIRST_EDITION + post.revisions.count()


def emotions_of(post: Post) -> tuple[str, ...]:
    """Return the one or two feelings, the author's first choice first. Queries: 1."""
    return tuple(row[0] for row in sql.fetch(_FEELINGS, [post.pk]))


def feeds_of(group: Group) -> tuple[str, ...]:
    """Return the topics on which a group's new posts are announced."""
    mine = f"group:{group.pk}:feed"
    return ("feed:public", mine) if group.visibility == Group.Visibility.PUBLIC else (mine,)


def _check_mine(post: Post, editor: User) -> None:
    if post.author_id != editor.pk:
        raise errors.NotAllowed(_("Only its author may change a post."), code="community.not_author")
    if not post.is_published:
        raise errors.NotFound(code="community.post_not_found")


def _take_back(post: Post, *, now: datetime) -> None:
    """Let a post that was out wait for a moderator. Caller holds its group and it."""
    post.state, post.held_at = Post.State.HELD, now
    post.save(update_fields=["state", "held_at"])
    Group.objects.filter(pk=post.group_id).update(post_count=F("post_count") - 1)
    record.undo(key=f"post:{post.pk}", reason="held", by=None, now=now)
    notifying.hush(post, now=now)
    topics.touch(*feeds_of(post.group))


def _said(prepared: Prepared) -> Said:
    shots = prepared.pictures
    alts, pictures = [alt for _image, alt in shots], [image.public_id for image, _alt in shots]
    return watching.said_in(body=prepared.body, html=prepared.html, title=prepared.title, alts=alts, pictures=pictures)


def _facts(prepared: Prepared) -> dict[str, Any]:
    return {
        "type": prepared.type,
        "emotions": list(prepared.emotions),
        "images": len(prepared.pictures),
        "words": prepared.word_count,
        "language": prepared.language,
    }


def _insert(prepared: Prepared, *, author: User, group: Group, key: str, now: datetime, is_held: bool) -> Post:
    post = Post(
        group=group,
        author=author,
        brand=prepared.brand,
        key=key,
        type=prepared.type,
        title=prepared.title,
        body=prepared.body,
        html=prepared.html,
        language=prepared.language,
        state=Post.State.HELD if is_held else Post.State.PUBLISHED,
        held_at=now if is_held else None,
        hot=ranking.hot(created_at=now, reactions=0, comments=0, group_size=group.member_count),
        created_at=now,
    )
    ROWS.add(post)
    return post


def _rewrite(post: Post, prepared: Prepared, *, now: datetime) -> None:
    post.type, post.title, post.body, post.html = prepared.type, prepared.title, prepared.body, prepared.html
    post.language, post.brand, post.edited_at = prepared.language, prepared.brand, now
    post.version += 1
    post.save(update_fields=["type", "title", "body", "html", "language", "brand", "edited_at", "version"])
    PostEmotion.objects.filter(post=post).delete()
    PostHashtag.objects.filter(post=post).delete()
    PostTerm.objects.filter(post=post).delete()
    PostImage.objects.filter(post=post).update(post=None, position=0)
    _bind(post, prepared)


def _bind(post: Post, prepared: Prepared) -> None:
    PostEmotion.objects.bulk_create(
        PostEmotion(post=post, emotion=emotion, position=position, group_id=post.group_id, created_at=post.created_at)
        for position, emotion in enumerate(prepared.emotions)
    )
    for position, (image, alt) in enumerate(prepared.pictures):
        PostImage.objects.filter(pk=image.pk).update(post=post, position=position, alt=alt)
    if prepared.hashtags:
        Hashtag.objects.bulk_create(
            (Hashtag(slug=tag.slug, text=tag.text) for tag in sorted(prepared.hashtags, key=lambda tag: tag.slug)),
            ignore_conflicts=True,
        )
        found = Hashtag.objects.filter(slug__in=[tag.slug for tag in prepared.hashtags])
        PostHashtag.objects.bulk_create(PostHashtag(post=post, hashtag=hashtag) for hashtag in found)
    terms.of_post(post, alts=[alt for _image, alt in prepared.pictures])
