"""A group as somebody wants it, and what of it can be stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from community.models import Group
from community.services import text
from lib import clean, errors, public_id
from lib.wordings import field_name
from look import icons
from look.emotions import EMOTIONS

NAME_LENGTH, TAGLINE_LENGTH, ABOUT_LENGTH, QUESTION_LENGTH = 40, 80, 2000, 200
RULE_TITLE_LENGTH, RULE_BODY_LENGTH, MOST_RULES = 80, 300, 12
SLUG_LENGTH = 40
RESERVED_SLUGS = frozenset({"new"})

Texts = Mapping[str, str]
Wrong = dict[str, errors.Text]


@dataclass(frozen=True)
class Rule:
    """A rule of a group, per language."""

    titles: Texts
    bodies: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A group as somebody wants it: texts per language (`{"en": …, "zh-hans": …}`), its door, its rules in order."""

    names: Texts
    taglines: Texts = field(default_factory=dict)
    abouts: Texts = field(default_factory=dict)
    slug: str = ""
    icon: str = "users-round"
    mood: str = "warmth"
    visibility: str = Group.Visibility.PUBLIC
    join_policy: str = Group.JoinPolicy.OPEN
    join_question: str = ""
    rules: Sequence[Rule] = ()


def clean_draft(draft: Draft) -> tuple[dict[str, object], tuple[Rule, ...]]:
    """Return the columns of the group and its rules, ready to store.

    Raises:
        Invalid: naming every field that is wrong at once: `name`, `tagline`, `about` (with `_zh_hans` and so on for
            the other languages), `join_question`, `icon`, `mood`, `visibility`, `join_policy`, `rules`.
    """
    wrong: Wrong = {}
    names = _clean_texts(draft.names, "name", NAME_LENGTH, wrong, least=2)
    if not names and not wrong:
        wrong["name"] = _("Please give the group a name.")
    values: dict[str, object] = {
        "names": names,
        "taglines": _clean_texts(draft.taglines, "tagline", TAGLINE_LENGTH, wrong),
        "abouts": _clean_texts(draft.abouts, "about", ABOUT_LENGTH, wrong, cleaner=_clean_about),
        "join_question": _try(wrong, clean.line, draft.join_question, "join_question", QUESTION_LENGTH),
        **_clean_choices(draft, wrong),
    }
    rules = tuple(_clean_rule(rule, wrong) for rule in draft.rules if any(rule.titles.values()))
    if len(rules) > MOST_RULES:
        wrong["rules"] = _("At most %(most)s rules, please.") % {"most": MOST_RULES}
    if wrong:
        raise errors.Invalid(fields=wrong)
    return values, rules


def slug_of(draft: Draft) -> str:
    """Return the group's address: the wanted one, or one made from its name; a name in Chinese gets a random one."""
    wanted = slugify(draft.slug)[:SLUG_LENGTH].strip("-")
    if draft.slug and (not wanted or wanted in RESERVED_SLUGS):
        raise errors.Invalid(fields={"slug": _("Use letters, digits and hyphens.")})
    if wanted:
        return wanted
    made = slugify(draft.names.get("en", ""))[: SLUG_LENGTH - 7].strip("-")
    if len(made) < 2 or made in RESERVED_SLUGS or Group.objects.filter(slug=made).exists():
        return f"{made or 'g'}-{public_id.new()[:6]}"
    return made


def _clean_texts(
    texts: Texts, field: str, most: int, wrong: Wrong, *, least: int = 0, cleaner: Callable[..., str] = clean.line
) -> dict[str, str]:
    given = {code: texts[code] for code, _name in settings.LANGUAGES if texts.get(code, "").strip()}
    said = {code: _try(wrong, cleaner, words, field_name(field, code), most, least) for code, words in given.items()}
    return {code: words for code, words in said.items() if words}


def _clean_about(words: str, *, field: str, most: int, least: int = 0) -> str:
    return text.parse(words, most=most, field=field).source if words.strip() else ""


def _clean_choices(draft: Draft, wrong: Wrong) -> dict[str, object]:
    allowed = {
        "mood": EMOTIONS.keys(),
        "icon": icons.names(),
        "visibility": Group.Visibility.values,
        "join_policy": Group.JoinPolicy.values,
    }
    chosen: dict[str, object] = {name: getattr(draft, name) for name in allowed}
    for name, values in allowed.items():
        if chosen[name] not in values:
            wrong[name] = _("Please choose one of the list.")
    if draft.visibility == Group.Visibility.SECRET and draft.join_policy != Group.JoinPolicy.INVITE:
        wrong["join_policy"] = _("A secret group can only be joined by invitation.")
    return chosen


def _clean_rule(rule: Rule, wrong: Wrong) -> Rule:
    titles = {
        code: _try(wrong, clean.line, words, "rules", RULE_TITLE_LENGTH) for code, words in rule.titles.items() if words
    }
    bodies = {
        code: _try(wrong, clean.line, words, "rules", RULE_BODY_LENGTH) for code, words in rule.bodies.items() if words
    }
    return Rule(titles=titles, bodies=bodies)


def _try(wrong: Wrong, cleaner: Callable[..., str], words: str, field: str, most: int, least: int = 0) -> str:
    return errors.gather(wrong, lambda: cleaner(words, field=field, most=most, least=least)) or ""
