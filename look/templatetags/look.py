"""Template tags of the look. Everything else is a template in `templates/elements/`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lib import languages, texts
from look import avatars, icons, moments, previews, stylesheets as sheets
from look.emotions import EMOTIONS, EmotionLook, look_of

register = template.Library()
TONGUE_SAMPLE = 400  # characters that tell the language of a long text

register.filter("initials", avatars.initials_of)
register.filter("tint", avatars.tint_of)
register.filter("shape", avatars.shape_of)
register.filter("emotion", look_of)
register.filter("moment", moments.words)
register.filter("short_day", moments.day)
register.filter("span", moments.span)
register.filter("until", moments.until)
register.filter("grouped", partial(number_format, force_grouping=True))
register.simple_tag(lambda: render_to_string("elements/logo.html"), name="logo")


@register.filter(is_safe=True)
def gap(sentence: object) -> str:
    return texts.gap(str(sentence))


@register.filter(name="lang")
def tongue(text: object) -> SafeString:
    """Write the attribute that says in which language `text` is, when it is another one than the page's.

    `<div class="prose"{{ node.html|lang }}>`: a voice then reads it as it should sound.
    """
    said = languages.language_of(strip_tags(str(text))[:TONGUE_SAMPLE])
    return format_html(' lang="{}"', said) if said not in ("", get_language()) else SafeString()


@register.simple_tag(name="gap")
def between() -> str:
    """Return what stands between two sentences of ours: nothing in Chinese."""
    return _mark("", "")


@register.simple_tag
def colon() -> str:
    """Return what stands between a name and what is said of it."""
    return _mark(":", "：")


@register.simple_tag
def comma() -> str:
    """Return what stands between two parts of a sentence of ours; a list has `{% translate ", " %}`."""
    return _mark(",", "，")


@register.simple_tag
def icon(name: str, *, title: str = "") -> SafeString:
    return icons.draw(name, title)


@register.simple_tag
def stylesheets() -> SafeString:
    hrefs = ((static(path),) for path in sheets.linked())
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', hrefs)


@register.simple_tag
def emotions() -> tuple[EmotionLook, ...]:
    return tuple(EMOTIONS.values())


@register.filter
def band(shares: Iterable[tuple[str, int]]) -> SafeString:
    """Draw the strips of a mood band from (emotion key, share) pairs."""
    return format_html_join("", '<i data-mood="{}" style="--v:{}"></i>', shares)


@register.simple_tag
def attrs(**values: object) -> SafeString:
    """Write the HTML attributes that are set: `{% attrs id=x data_url=y hidden=True %}`."""
    said = ((name.replace("_", "-"), value) for name, value in values.items() if value not in (None, "", False))
    return format_html_join("", ' {}="{}"', ((name, "" if value is True else value) for name, value in said))


@register.inclusion_tag("elements/crumbs.html")
def crumbs(*above: object, here: str = "") -> dict[str, object]:
    """The way to this page: `{% crumbs url label url label here=_("Rules") %}`."""
    return {"above": tuple(zip(above[::2], above[1::2], strict=True)), "here": here}


@register.inclusion_tag("elements/preview.html", takes_context=True)
def preview(
    context: template.Context, title: str, text: str = "", picture: str = "", alt: str = ""
) -> dict[str, object]:
    """What others are shown of this page when it is shared: `{% preview name tagline url alt %}`."""
    return {"preview": previews.of(context["request"], str(title), str(text), picture, alt)}


@register.simple_tag
def url_or_none(name: str, *args: object) -> str | None:
    """Return a URL, or None when this deployment does not serve that page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


@register.simple_block_tag
def menu(content: str, label: str, icon_name: str = "ellipsis", css: str = "") -> SafeString:
    """A popover of links and buttons that opens without JavaScript."""
    return format_html(
        '<details class="menu {}" data-controller="menu"><summary class="icon-btn" aria-label="{}">{}</summary>'
        '<div class="menu-panel">{}</div></details>',
        css,
        label,
        icons.draw(icon_name),
        content,
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str, close: str) -> SafeString:  # the HTML word
    """A modal window; any `data-opens="<id>"` button opens it."""
    return format_html(
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title" data-controller="dialog">'
        '<header class="row spread"><h2 id="{0}-title">{1}</h2>'
        '<button type="button" class="icon-btn" data-closes aria-label="{2}">{3}</button></header>{4}</dialog>',
        id,
        title,
        close,
        icons.draw("x"),
        content,
    )


def _mark(narrow: str, wide: str) -> str:
    """Return `wide` in Chinese, whose marks bring their own space, else `narrow` and a space."""
    return wide if (get_language() or "").startswith("zh") else f"{narrow} "
