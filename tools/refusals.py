"""Every code that a refusal of the API may bear, read from the sources: docs/errors.md.

python -m tools.refusals          compares
python -m tools.refusals write    writes it anew
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from tools.places import ROOT

_BLANK = re.compile(r"%\(\w+\)s")
Node = TypeVar("Node", bound=ast.AST)
PAGE = ROOT / "docs/errors.md"
APPS = ("accounts", "community", "config", "connect", "gamify", "inbox", "lib", "live", "rewards")
STATUSES = {"NotFound": 404, "NotAllowed": 403, "Conflict": 409, "Invalid": 422, "RateLimited": 429, "KeyRefused": 401}
FRAMEWORK = (
    ("api.parse_error", 400, "The body cannot be read."),
    ("api.not_authenticated", 401, "Sign in, or send a key."),
    ("api.permission_denied", 403, "This is not for you, or the CSRF token is missing."),
    ("api.not_found", 404, "There is no such thing here."),
    ("api.method_not_allowed", 405, "The endpoint has no such method."),
    ("api.not_acceptable", 406, "The endpoint gives no such format."),
    ("api.too_large", 413, "This body is too large."),
    ("api.unsupported_media_type", 415, "The endpoint takes no such body."),
    ("api.throttled", 429, "Too often; see `Retry-After`."),
    ("api.fault", 500, "Something broke on our side. It has been written down."),
)
HEAD = """# What a refusal says

Every refusal of the API is a problem document ([api.md](api.md#refusals)); `code` says to a program why.
A code is never used for something else; new ones come, so let a program that does not know one go by the
`status`. The `title` comes in the member's language, sometimes with more than stands here.
`python -m tools.refusals write` makes this page from the sources.

| code | status | title |
|---|---|---|
"""


@dataclass
class Known:
    """The classes of errors by name, with their bases, code and sentence; and each code that is raised."""

    bases: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    rows: dict[str, tuple[int, str]] = field(default_factory=dict)

    def status_of(self, name: str) -> int:
        """Return the status of the kind that a class is of, 0 for what is no refusal."""
        seen: set[str] = set()
        while name and name not in seen:
            if name in STATUSES:
                return STATUSES[name]
            seen.add(name)
            name = self.bases.get(name, "")
        return 0

    def words_of(self, name: str) -> str:
        while name and name not in self.words:
            name = self.bases.get(name, "")
        return self.words.get(name, "")


def page() -> str:
    """Return the page as the sources have it."""
    trees = [ast.parse(path.read_text("utf-8")) for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    known = Known()
    for made in _all(trees, ast.ClassDef):
        _note_class(known, made)
    for name, code in known.codes.items():
        if status := known.status_of(name):
            known.rows.setdefault(code, (status, known.words_of(name)))
    for call in _all(trees, ast.Call):
        _note_call(known, call)
    known.rows.update({code: (status, words) for code, status, words in FRAMEWORK})
    lines = (f"| `{code}` | {status} | {words} |\n" for code, (status, words) in sorted(known.rows.items()))
    return HEAD + "".join(lines)


def _all(trees: list[ast.Module], kind: type[Node]) -> Iterator[Node]:
    yield from (node for tree in trees for node in ast.walk(tree) if isinstance(node, kind))


def _note_class(known: Known, node: ast.ClassDef) -> None:
    if not node.bases:
        return
    known.bases[node.name] = _name(node.bases[0])
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            if line.targets[0].id == "code" and isinstance(line.value, ast.Constant):
                known.codes[node.name] = str(line.value.value)
            if line.targets[0].id == "message":
                known.words[node.name] = _sentence(line.value)


def _note_call(known: Known, node: ast.Call) -> None:
    status = known.status_of(_name(node.func))
    code = next((word.value for word in node.keywords if word.arg == "code"), None)
    if status and isinstance(code, ast.Constant) and isinstance(code.value, str):
        said = _sentence(node.args[0]) if node.args else ""
        before = known.rows.get(code.value, (status, ""))
        known.rows[code.value] = (before[0], before[1] or said or known.words_of(_name(node.func)))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _sentence(node: ast.expr) -> str:
    """Return the first text in an expression, as in `_("…") % {…}`."""
    texts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return next(
        (_BLANK.sub("…", text).replace("|", "\\|") for text in texts if isinstance(text, str) and " " in text), ""
    )


def main() -> int:
    """Write the page or compare it."""
    if sys.argv[1:] == ["write"]:
        PAGE.write_text(page(), "utf-8")
        return 0
    if PAGE.read_text("utf-8") != page():
        print("docs/errors.md is not what the sources say: python -m tools.refusals write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
