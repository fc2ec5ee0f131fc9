"""What the content security policy would refuse on a page is refused here first, with anything from elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.places import APPS, ROOT, rest_of

RULES = {
    "inline script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:json|ld\+json)\")[^>]*>", re.IGNORECASE
    ),
    "inline event handler": re.compile(r"<[a-z][^>]*?\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute that is no custom property": re.compile(r"\sstyle=(?:\"(?!\s*--)|'(?!\s*--))", re.IGNORECASE),
    "javascript: address": re.compile(r"(?:href|src|action)=[\"']\s*javascript:", re.IGNORECASE),
    "file from another site": re.compile(
        r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*?\s(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
    ),
}
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
MAIL = "email"  # mail programs know only inline styles


def main() -> int:
    found = [problem for path in pages() for problem in problems_in(path)]
    print("\n".join(found))
    return int(bool(found))


def pages() -> Iterator[Path]:
    for folder in (ROOT / "templates", *(ROOT / app / "templates" for app in APPS)):
        yield from (path for path in sorted(folder.rglob("*.html")) if MAIL not in path.parts)


def problems_in(path: Path) -> Iterator[str]:
    text = COMMENT.sub(lambda hit: "\n" * hit.group().count("\n"), path.read_text(encoding="utf-8"))
    for name, pattern in RULES.items():
        for hit in pattern.finditer(text):
            yield f"{rest_of(path)}:{text.count(chr(10), 0, hit.start()) + 1}: {name}: {hit.group()[:80]!r}"


if __name__ == "__main__":
    sys.exit(main())
