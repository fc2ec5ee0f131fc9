"""The countries and regions that a parcel can go to, named in the reader's language. Names from CLDR, by Babel."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language, to_locale

# Codes that CLDR knows and ISO 3166 does not: parts of countries, unions, tests. Kosovo (XK) stays: post goes there.
_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
# Where most readers of a language live; their own time zone says it better and stands before these.
_LIKELY = {"zh-hans": ("CN", "HK", "MO", "TW", "SG", "MY"), "en": ("US", "GB", "CA", "AU", "IE", "IN", "SG")}

Choice = tuple[str, str]


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """Return the ISO 3166 codes of two letters."""
    known = map(str, Locale.parse("en").territories)
    return frozenset(code for code in known if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


def name_of(code: str) -> str:
    """Return the country's name in the active language; the code itself where it has none."""
    return _names(get_language() or "en").get(code, code)


def choices() -> tuple[Choice, ...]:
    """Return every country with its name, in the order in which the active language looks names up."""
    return _choices(get_language() or "en")


def likely(*, zone: str, before: str = "") -> tuple[Choice, ...]:
    """Return the countries that somebody in the time zone `zone`, who has used `before`, most likely means."""
    guesses = (before, of_zone(zone), *_LIKELY.get(get_language() or "en", ()))
    return tuple((code, name_of(code)) for code in dict.fromkeys(guesses) if code in codes())


def of_zone(zone: str) -> str:
    """Return the country of a time zone, "" for one that is in none."""
    return str(get_global("zone_territories").get(zone, ""))


@lru_cache(maxsize=8)
def _names(language: str) -> dict[str, str]:
    known = Locale.parse(to_locale(language)).territories
    return {code: str(known.get(code, code)) for code in codes()}


@lru_cache(maxsize=8)
def _choices(language: str) -> tuple[Choice, ...]:
    return tuple(sorted(_names(language).items(), key=lambda choice: _place(choice[1])))


def _place(name: str) -> tuple[bool, bytes]:
    """Return where a name stands: Latin ones without their accents, then Chinese ones by sound.

    GB 18030 has the common characters in the order of their pinyin.
    """
    plain = "".join(part for part in unicodedata.normalize("NFKD", name) if not unicodedata.combining(part))
    return (not plain[:1].isascii(), plain.casefold().encode("gb18030"))
