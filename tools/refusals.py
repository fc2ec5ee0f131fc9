"""Every code that a refusal of the API may bear, read from the sources: docs/errors.md.

python -m tools.refusals          compares
python -m tools.refusals write    writes it anew
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from tools.call_graph import Graph, Place
from tools.places import ROOT
from tools.refusal_words import code_of, pace, said_before, sentence

PAGE = ROOT / "docs/errors.md"
STATUSES = {"NotFound": 404, "NotAllowed": 403, "Conflict": 409, "Invalid": 422, "RateLimited": 429, "KeyRefused": 401}
GATE, LIMIT, POLICY = ("rewards.gates", "Gate"), ("lib.limits", "Limit"), ("accounts.policies", "Policy")
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
    ("api.unavailable", 503, "Our database does not answer just now. Try again in a moment."),
)
HEAD = """# What a refusal says

Every refusal of the API is a problem document ([api.md](api.md#refusals)); `code` says to a program why.
A code is never used for something else; new ones come, so let a program that does not know one go by the
`status`. The `title` comes in the member's language, sometimes with more than stands here; `…` stands for the
name of an action or a thing. Which operation may refuse with what, [openapi.yaml](openapi.yaml) says beside each.
`python -m tools.refusals write` makes this page from the sources.

| code | status | title |
|---|---|---|
"""


@dataclass(frozen=True, order=True)
class Refusal:
    """One code."""

    status: int
    code: str
    words: str = ""


@dataclass(frozen=True)
class Refusals:
    """What the sources of a graph refuse with."""

    graph: Graph

    def of(self, module: str, node: ast.AST) -> Iterator[Refusal]:
        """Yield what `node` of `module` raises, or hands on to be raised."""
        for part in ast.walk(node):
            if isinstance(part, ast.Call) and (place := self.graph.target(module, part.func)):
                yield from self._made(module, node, place, part)
            elif isinstance(part, ast.Raise) and isinstance(part.exc, ast.Name | ast.Attribute):
                place = self.graph.target(module, part.exc)
                yield from [found] if place and (found := self.of_class(place)) else []

    def of_class(self, place: Place) -> Refusal | None:
        """Return what an error is when nothing more is said of it; None for what is no refusal."""
        node = self.graph.modules[place[0]].defined.get(place[1])
        if not isinstance(node, ast.ClassDef):
            return None
        said = {
            line.targets[0].id: line.value
            for line in node.body
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
        }
        bases = (self.graph.target(place[0], base) for base in node.bases)
        known = next((found for base in bases if base and (found := self.of_class(base))), None)
        status = STATUSES.get(node.name) or (known.status if known else 0)
        if not status:
            return None
        code = said.get("code")
        words = sentence(said["message"]) if "message" in said else known.words if known else ""
        return Refusal(
            status, str(code.value) if isinstance(code, ast.Constant) else known.code if known else "", words
        )

    def _made(self, module: str, around: ast.AST, place: Place, call: ast.Call) -> Iterator[Refusal]:
        words = {word.arg: word.value for word in call.keywords}
        if place == GATE:
            yield Refusal(409, code_of(call.args[0]), sentence(call.args[1]) or said_before(around, call.args[1]))
        elif place == LIMIT:
            yield Refusal(429, f"limits.{code_of(call.args[0])}", f"More than {pace(call)}.")
        elif place == POLICY:
            yield Refusal(403, f"{code_of(words['app'])}.may_not_…", "You may not do that here.")
            yield Refusal(404, f"{code_of(words['app'])}.{code_of(words['hidden'])}", "We could not find that.")
        elif usual := self.of_class(place):
            code = code_of(self._value(module, words["code"])) if "code" in words else usual.code
            if code and not code.startswith(("…", "limits.…")):  # those stand with their policies and limits
                said = sentence(call.args[0]) if call.args and "code" in words else ""
                yield Refusal(usual.status, code, said or usual.words)

    def _value(self, module: str, node: ast.expr) -> ast.expr:
        """Return what a constant's name stands for; anything else as it is."""
        place = self.graph.target(module, node)
        found = self.graph.modules[place[0]].defined.get(place[1]) if place else None
        return found.value if isinstance(found, ast.Assign) else node


def page() -> str:
    """Return the page as the sources have it."""
    graph = Graph()
    refusals, modules = Refusals(graph), graph.modules.items()
    classes = (refusals.of_class((name, made)) for name, module in modules for made in module.defined)
    raised = (found for name, module in modules for found in refusals.of(name, module.tree))
    rows: dict[str, Refusal] = {}
    for found in [*filter(None, classes), *raised]:  # what a class says of itself comes first
        if found.code and not (found.code in rows and rows[found.code].words):
            rows[found.code] = found
    rows |= {code: Refusal(status, code, words) for code, status, words in FRAMEWORK}
    return HEAD + "".join(f"| `{code}` | {row.status} | {row.words} |\n" for code, row in sorted(rows.items()))


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
