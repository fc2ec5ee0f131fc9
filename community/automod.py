"""What a text holds of a list of phrases or domains: pure, in time linear in the text whatever is in it.

Both are folded alike (NFKC, case, no invisible signs), then cut into words; a character of a script without blanks is a
word of its own, so that a Chinese phrase is found inside a sentence, and a Latin one only as whole words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

LINES_LIMIT = 200  # of one rule
LINE_LENGTH = 80

# Scripts that put no blank between words (Thai, Lao, Burmese, Khmer, Japanese, Chinese), and Korean with its endings.
_LONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_LONE}]|(?:[^\W_](?<![{_LONE}]))+|[\u2190-\u2bff\U0001f000-\U0001faff]")
_NO_HOST = re.compile(r"[^\w.\-]+")
_HREF = re.compile(r'<a href="(?:https?:)?//([^"/?#]*)|<a href="mailto:[^"@]*@([^"?]*)')
_ADDRESS = re.compile(r"(?:(?:https?|ftp)://|(?<!\w)www\.(?=\w))([\w.\-:@]*)")
_DROPPED = ("Cf", "Mn", "Me", "Cc")

Words = tuple[str, ...]
Trie = Mapping[str, Any]  # a word -> what may follow it; "" -> the phrase that ends there


@dataclass(frozen=True)
class Said:
    """A text as automod reads it: its `parts` (title, what is shown, its source, descriptions of pictures)."""

    parts: Words
    html: str = ""
    pictures: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """The words of each part."""
        return tuple(words_of(part) for part in self.parts)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Everything in it that could be the name of a host, linked or written out."""
        written = (piece for part in self.parts for piece in _NO_HOST.split(fold(part)) if "." in piece)
        return frozenset(host for each in (*self.linked, *written) if (host := host_of(each)))

    @cached_property
    def linked(self) -> frozenset[str]:
        """The hosts that it links to, or whose addresses it writes out; "://" stands for an address without a host."""
        linked = {host_of(match[1] or match[2] or "") for match in _HREF.finditer(self.html)}
        written = {host_of(match[1]) or "://" for part in self.parts for match in _ADDRESS.finditer(fold(part))}
        return frozenset((linked | written) - {""})


def fold(text: str) -> str:
    """Return `text` in the one spelling in which it is compared."""
    kept = (
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFKC", text)
        if char.isspace() or unicodedata.category(char) not in _DROPPED
    )
    return unicodedata.normalize("NFKC", "".join(kept).casefold())


def words_of(text: str) -> Words:
    """Return the words of `text`, folded; signs between words are left out."""
    return tuple(_WORD.findall(fold(text)))


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
    trie = _trie(tuple(lines))
    return frozenset(found for words in said.words for found in _walk(words, trie))


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
def _trie(lines: Words) -> Trie:
    trie: dict[str, Any] = {}
    for line in lines:
        place = trie
        for word in words_of(line):
            place = place.setdefault(word, {})
        place[""] = line
    trie.pop("", None)  # a line without a word
    return trie


def _walk(words: Words, trie: Trie) -> Iterable[str]:
    """Yield the phrases that begin anywhere in `words`; each start goes as far as the longest phrase."""
    for start, word in enumerate(words):
        place, at = trie.get(word), start
        while place is not None:
            if "" in place:
                yield place[""]
            at += 1
            place = place.get(words[at]) if at < len(words) else None


def _above(host: str) -> Iterable[str]:
    """Yield the host and the domains above it; a name has 127 labels at most, what has more is cut."""
    labels = host.split(".")[-20:]
    return (".".join(labels[start:]) for start in range(len(labels)))
