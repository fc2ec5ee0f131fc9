"""What another site shows of a page that somebody shares there: Open Graph (ogp.me), as chats and searches read it."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeData
from django.utils.text import Truncator
from django.utils.translation import get_language, to_locale

TITLE, TEXT = 90, 200  # characters that the common ones show
MARK = "img/mark-512.png"
LOCALES = {"en": "en_US", "zh-hans": "zh_CN"}  # Open Graph wants a country


@dataclass(frozen=True)
class Preview:
    """Addresses are whole and lead to the site, not to what the request was sent to."""

    title: str
    text: str
    url: str
    site: str
    locale: str
    picture: str
    alt: str
    is_large: bool


def of(request: HttpRequest, title: str, text: str, picture: str = "", alt: str = "") -> Preview:
    """Preview what the reader of `request` may see; without the address of a `picture` the site's mark stands."""
    home, language = settings.BASE_URL.rstrip("/"), get_language() or settings.LANGUAGE_CODE
    return Preview(
        title=_short(title, TITLE),
        text=_short(text, TEXT),
        url=home + request.get_full_path(),  # with an invitation's code
        site=settings.SITE_NAME,
        locale=LOCALES.get(language, to_locale(language)),
        picture=_whole(home, picture or static(MARK)),
        alt=alt if picture else "",
        is_large=bool(picture),
    )


def _short(text: str, most: int) -> str:
    """Return it in one line, and as it was before a template made it safe: it will be made safe again."""
    plain = unescape(text) if isinstance(text, SafeData) else text
    return Truncator(" ".join(plain.split())).chars(most)


def _whole(home: str, url: str) -> str:
    return url if "://" in url else home + url
