"""What an author hands in, and what is made of it before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from accounts.selectors import people as known
from community import post_types
from community.models import Group, PostImage
from community.services import notifying, text, words
from lib import clean, errors, languages
from look.emotions import EMOTIONS

IMAGE_LIMIT = 4
ALT_LIMIT = 300


@dataclass(frozen=True)
class Picture:
    """An uploaded picture by its public id, and what it shows in words."""

    public_id: str
    alt: str = ""


@dataclass(frozen=True)
class Composition:
    """A post as its author hands it in; `brand` is a slug when it is written in a brand's name.

    `suggested` and `dismissed` are the feelings that were suggested meanwhile, and those of them sent away.
    """

    body: str
    emotions: tuple[str, ...]
    type: str = "note"
    title: str = ""
    pictures: tuple[Picture, ...] = ()
    brand: str = ""
    suggested: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """A composition that may be written: cleaned, rendered, its pictures and brand found."""

    type: str
    title: str
    body: str
    html: str
    language: str
    word_count: int
    emotions: tuple[str, ...]
    hashtags: tuple[words.Hashtag, ...]
    pictures: tuple[tuple[PostImage, str], ...]
    brand: Brand | None
    mentioned: tuple[User, ...]


def prepare(
    composition: Composition, *, author: User, group: Group, now: datetime, post_id: int | None = None
) -> Prepared:
    """Check every part of `composition`, so that all mistakes are named at once.

    Queries: up to 4 (mentions and their places, pictures, brand), each only when there is something to look up.
    Raises: Invalid with a sentence for each wrong field.
    """
    wrong: dict[str, errors.Text] = {}
    post_type = errors.gather(wrong, lambda: post_types.get(composition.type))
    needs_title = post_type is not None and post_type.needs_title
    title = errors.gather(wrong, lambda: _title(composition.title, is_needed=needs_title))
    parsed = errors.gather(wrong, lambda: text.parse(composition.body, most=text.POST_LIMIT))
    emotions = errors.gather(wrong, lambda: _emotions(composition.emotions))
    pictures = errors.gather(wrong, lambda: _pictures(composition.pictures, author, post_id))
    brand = errors.gather(wrong, lambda: _brand(composition.brand, author))
    if wrong or post_type is None or title is None or parsed is None or emotions is None or pictures is None:
        raise errors.Invalid(fields=wrong)
    people, mentioned = find_mentioned(parsed.mentions, group=group, author=author, now=now)
    return Prepared(
        type=post_type.key,
        title=title,
        body=parsed.source,
        html=text.render(parsed, people),
        language=languages.language_of(f"{title}\n{parsed.source}"),
        word_count=words.count(parsed.source),
        emotions=emotions,
        hashtags=parsed.hashtags,
        pictures=pictures,
        brand=brand,
        mentioned=mentioned,
    )


def find_mentioned(
    handles: tuple[str, ...], *, group: Group, author: User, now: datetime
) -> tuple[dict[str, str], tuple[User, ...]]:
    """Return the paths of the members behind `handles`, and those of them to tell: who may read the group and is
    not the author. Queries: 0, 1 or 2."""
    people = _people(handles)
    others = notifying.readers((person for person in people if person != author), group=group, now=now)
    return _paths(people), others


def preview(source: str) -> str:
    """Return the HTML that `source` will be. Queries: 0 or 1. Raises: Invalid."""
    parsed = text.parse(source, most=text.POST_LIMIT)
    return text.render(parsed, _paths(_people(parsed.mentions)))


def _people(handles: tuple[str, ...]) -> list[User]:
    found = known.people().filter(username__in=handles, is_active=True).order_by("public_id")
    return list(found) if handles else []


def _paths(people: Iterable[User]) -> dict[str, str]:
    return {person.handle: words.profile_path(person.handle) for person in people}


def _title(title: str, *, is_needed: bool) -> str:
    kept = clean.line(title, field="title", most=text.TITLE_LIMIT)
    try:
        return clean.line(kept, field="title", most=text.TITLE_LIMIT, least=1 if is_needed else 0)
    except errors.Invalid as error:
        raise errors.Invalid(fields={"title": _("This kind of post needs a title.")}) from error


def _emotions(chosen: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(chosen))
    if not kept:
        raise errors.Invalid(fields={"emotions": _("Choose one or two feelings.")})
    if len(kept) > 2:
        raise errors.Invalid(fields={"emotions": _("Choose two feelings at most.")})
    if not set(kept) <= EMOTIONS.keys():
        raise errors.Invalid(fields={"emotions": _("There is no such feeling here.")})
    return kept


def _pictures(chosen: tuple[Picture, ...], author: User, post_id: int | None) -> tuple[tuple[PostImage, str], ...]:
    if not chosen:
        return ()
    wanted = {picture.public_id: clean.line(picture.alt, field="pictures", most=ALT_LIMIT) for picture in chosen}
    if len(wanted) > IMAGE_LIMIT:
        raise errors.Invalid(fields={"pictures": _("A post has four pictures at most.")})
    mine = PostImage.objects.filter(public_id__in=[each for each in wanted if each.isalnum()], owner=author)
    found = {image.public_id: image for image in mine if image.post_id in (None, post_id)}
    if len(found) < len(wanted):
        raise errors.Invalid(fields={"pictures": _("One of the pictures is no longer there. Please add it again.")})
    return tuple((found[public_id], alt) for public_id, alt in wanted.items())


def _brand(slug: str, author: User) -> Brand | None:
    if not slug:
        return None
    brand = None if clean.has_forbidden(slug) else Brand.objects.filter(slug=slug, staff__user=author).first()
    if brand is None:
        raise errors.Invalid(fields={"brand": _("You do not speak for this brand.")})
    return brand
