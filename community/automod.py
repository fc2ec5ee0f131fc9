"""What a text holds of a list of phrases or domains: pure, in time linear in the text whatever is in it.

Both are folded alike (NFKC, case, no invisible signs, letters that only look Latin), then cut into words; a character
of a script without blanks is a word of its own, so that a Chinese phrase is found inside a sentence, a Latin one whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape
from urllib.parse import unquote

LINES_LIMIT = 200  # of one rule
LINE_LENGTH = 80

# Scripts that put no blank between words (Thai, Lao, Burmese, Khmer, Japanese, Chinese), and Korean with its endings.
_LONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_LONE}]|(?:[^\W_](?<![{_LONE}]))+|[\u2190-\u2bff\U0001f000-\U0001faff]")
_NO_HOST, _NO_ASCII_HOST = re.compile(r"[^\w.\-]+"), re.compile(r"[^a-z0-9.\-]+")
_HREF = re.compile(r'<a [^<>]*?href="([^"]*)"')
# What a browser takes for the address of another host; it forgives any number of slashes.
_FOREIGN = re.compile(r"(?:https?:/*|/{2,}|mailto:[^@]*@)([^/?#]*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:(?:https?|ftp)://|(?<![a-z0-9_])www\.(?=\w))([\w.\-:@]*)")
_DROPPED = ("Cf", "Mn", "Me", "Cc")
# Letters that show nothing, in none of those categories: Hangul fillers, and what Unicode keeps free for such signs.
_BLANK = frozenset("\u115f\u1160\u2065" + "".join(map(chr, range(0xFFF0, 0xFFF9))))
# Latin letters in disguise: dotless, small capitals, white on black; below, others that stand among Latin ones.
_DISGUISED = str.maketrans("ıᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", "iabcdeghijklmnoprtuvwyz") | {
    start + n: chr(0x61 + n) for start in (0x1F150, 0x1F170) for n in range(26)
}
_ALIKE = str.maketrans("авсԁеһіјкӏмнорԛѕтухԝυονρατικϲ", "abcdehijklmhopqstyxwuovpatikc")
_LATIN = re.compile("[a-z]")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """A text as automod reads it: its `parts` (title, what is shown, its source, descriptions of pictures)."""

    parts: Words
    html: str = ""
    pictures: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """The words of each part, one that says the same as another left out."""
        return tuple(dict.fromkeys(words_of(part) for part in self.parts))

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Everything in it that could be the name of a host, linked or written out."""
        texts = [fold(each).replace("。", ".") for each in (*self.parts, *map(unquote, self._targets))]
        cuts = (cut.split(each) for each in texts for cut in (_NO_HOST, _NO_ASCII_HOST))  # Chinese puts no blank beside
        written = {piece for pieces in cuts for piece in pieces if "." in piece}
        return frozenset(host for each in (*self.linked, *written) if (host := host_of(each)))

    @cached_property
    def linked(self) -> frozenset[str]:
        """The hosts that it links to, or whose addresses it writes out; "://" stands for an address without a host."""
        led = {unquote(match[1]) for each in self._targets if (match := _FOREIGN.match(each))}
        written = {match[1] for part in self.parts for match in _ADDRESS.finditer(fold(part))}
        return frozenset(host_of(each) or "://" for each in led | written)

    @cached_property
    def _targets(self) -> Words:
        return tuple(unescape(match[1]) for match in _HREF.finditer(self.html))


def fold(text: str) -> str:
    """Return `text` in the one spelling in which it is compared."""
    kept = (
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFKC", text)
        if char.isspace() or (unicodedata.category(char) not in _DROPPED and char not in _BLANK)
    )
    return unicodedata.normalize("NFKC", "".join(kept).translate(_DISGUISED).casefold())


def words_of(text: str) -> Words:
    """Return the words of `text`, folded; signs between words are left out."""
    return tuple(map(_spelled, _WORD.findall(fold(text))))


def host_of(text: str) -> str:
    """Return the host that `text` names, in the letters of the net (`xn--…`), without `www.`; "" when it is none."""
    name = fold(text).rpartition("@")[2].partition(":")[0].strip(".-")
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError:
            return ""
    return name.removeprefix("www.") if "." in name else ""


def phrases(said: Said, lines: Sequence[str]) -> frozenset[str]:
    """Return which of the phrases `lines` it holds."""
    texts = [_joined(words) for words in said.words]
    return frozenset(line for wanted, line in _wanted(tuple(lines)) if any(wanted in each for each in texts))


def links(said: Said, domains: Sequence[str]) -> frozenset[str]:
    """Return the hosts that it links to or names of `domains` and what is below them; without any, all it links to."""
    if not domains:
        return said.linked
    wanted = frozenset(domains)
    return frozenset(host for host in said.hosts if not wanted.isdisjoint(_above(host)))


def is_same(one: Said, body: str) -> bool:
    """Say whether `body` says the same as one of its parts, in five words or more."""
    mine = words_of(body)
    return len(mine) >= 5 and mine in one.words


@lru_cache(maxsize=256)
def _wanted(lines: Words) -> tuple[tuple[str, str], ...]:
    """Return what to search for each line that holds a word: the search of Python never takes longer than the text."""
    return tuple((_joined(words), line) for line in lines if (words := words_of(line)))


def _joined(words: Words) -> str:
    """Return the words with a sign around each that none of them holds."""
    return "\0" + "\0".join(words) + "\0"


def _spelled(word: str) -> str:
    """Return the word in Latin letters, when some of it is."""
    return word if word.isascii() or not _LATIN.search(word) else word.translate(_ALIKE)


def _above(host: str) -> Iterable[str]:
    """Yield the host and the domains above it; a name has 127 labels at most, what has more is cut."""
    labels = host.split(".")[-20:]
    return (".".join(labels[start:]) for start in range(len(labels)))
