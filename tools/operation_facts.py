"""What each operation of the API may refuse with, and how often it may be asked: read from the sources.

It follows names from the endpoint down (tools/call_graph.py). Where a step is chosen as late as at the run, by a
registry, it says less than there is; where something raises what somebody above catches, more.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tools.call_graph import Graph
from tools.places import ROOT
from tools.refusal_words import code_of
from tools.refusals import GATE, Refusal, Refusals

KEPT = ROOT / "config/api_facts.json"
_OURS = frozenset({"gamify.verb_reserved"})  # a fault of ours
_GATED = frozenset({GATE[0], "rewards.help_gates"})


def text() -> str:
    """Return the facts as they are kept: one line for each operation.

    What is made under two names is kept once, as `connect.api.webhooks:…_list`.
    """
    facts = _Facts(Refusals(Graph()))
    lines = (json.dumps({name: found}, ensure_ascii=False)[1:-1] for name, found in sorted(facts.all().items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"


@dataclass
class _Facts:
    refusals: Refusals
    _known: dict[int, tuple[Refusal, ...]] = field(default_factory=dict)

    def all(self) -> dict[str, dict[str, str]]:
        """Return for each operation its refusals by their code: the status, or how often is too often."""
        return {
            f"{module}:{name}" if name.startswith("…") else name: self._of(
                module, [method, *_with(owner, method)], is_read=method.name == "get"
            )
            for module, tree in self.refusals.graph.modules.items()
            if ".api." in module
            for owner in ast.walk(tree.tree)
            if isinstance(owner, ast.ClassDef)
            for name, method in _operations(owner)
        }

    def _of(self, module: str, parts: list[ast.AST], *, is_read: bool) -> dict[str, str]:
        met = {found for part in parts for found in self._met(module, part, is_read=is_read) if found.code not in _OURS}
        return {each.code: each.words if each.status == 429 else str(each.status) for each in sorted(met)}

    def _met(self, module: str, part: ast.AST, *, is_read: bool) -> Iterator[Refusal]:
        """Yield what it meets on the way; who reads is told of gates, and not refused by them."""
        for at, node in self.refusals.graph.reached(module, part):
            if not (is_read and at in _GATED):
                if id(node) not in self._known:
                    self._known[id(node)] = tuple(self._raised(at, node))
                yield from self._known[id(node)]

    def _raised(self, module: str, node: ast.AST) -> Iterator[Refusal]:
        if not isinstance(node, ast.ClassDef) or self.refusals.of_class((module, node.name)) is None:
            for found in self.refusals.of(module, node):
                is_pace = found.code.startswith("limits.")
                yield replace(found, words=found.words if is_pace else "")


def _operations(owner: ast.ClassDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    for method in owner.body:
        if isinstance(method, ast.FunctionDef):
            for mark in method.decorator_list:
                if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "operation":
                    yield code_of(mark.args[0]), method


def _with(owner: ast.ClassDef, method: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the other methods that a method leads to in its endpoint, and what the endpoint is made of: its doors."""
    own = {part.name: part for part in owner.body if isinstance(part, ast.FunctionDef)}
    found, waiting = {method.name}, [method]
    while waiting:
        asked = {name for name in _asked_of_self(waiting.pop()) if name in own} - found
        found |= asked
        waiting += [own[name] for name in sorted(asked)]
        yield from (own[name] for name in sorted(asked))
    yield from owner.bases


def _asked_of_self(method: ast.FunctionDef) -> set[str]:
    attributes = (part for part in ast.walk(method) if isinstance(part, ast.Attribute))
    return {each.attr for each in attributes if isinstance(each.value, ast.Name) and each.value.id == "self"}
