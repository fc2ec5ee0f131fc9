"""Which function of the sources leads to which others, as far as names say it: modules are imported, called by name.

What is passed along counts as called; methods count with their class. Models and answers' shapes lead nowhere.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from tools.places import ROOT

APPS = ("accounts", "community", "config", "connect", "gamify", "inbox", "lib", "live", "rewards")
_QUIET = frozenset({"models", "shapes", "endpoint"})  # parts of a module's name
Place = tuple[str, str]  # a module and a name in it; "" for the module itself


@dataclass
class Module:
    """What a module defines at its top, and what its names were imported as."""

    tree: ast.Module
    defined: dict[str, ast.stmt] = field(default_factory=dict)
    imported: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.defined[node.name] = node
            elif isinstance(node, ast.Assign):
                names = (part for part in ast.walk(node.targets[0]) if isinstance(part, ast.Name))
                self.defined |= {name.id: node for name in names if isinstance(name.ctx, ast.Store)}
        for part in ast.walk(self.tree):
            if isinstance(part, ast.ImportFrom) and part.module:
                self.imported |= {each.asname or each.name: (part.module, each.name) for each in part.names}


class Graph:
    """All modules of the apps, by name."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int], frozenset[Place]] = {}

    @cached_property
    def modules(self) -> dict[str, Module]:
        """The modules; migrations are none."""
        paths = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)
        return {
            ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): Module(
                ast.parse(path.read_text("utf-8"))
            )
            for path in paths
        }

    def target(self, module: str, node: ast.expr) -> Place | None:
        """Return what an expression of names, as in `seats.join`, stands for in `module`; None for anything else."""
        if isinstance(node, ast.Name):
            return self._named(module, node.id)
        if isinstance(node, ast.Attribute) and (of := self.target(module, node.value)) and of[1] == "":
            return self._within(of[0], node.attr)
        return None

    def node(self, place: Place) -> ast.stmt:
        """Return what is defined there."""
        return self.modules[place[0]].defined[place[1]]

    def reached(self, module: str, node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
        """Yield `node` of `module`, and all that it leads to, with the modules these are in."""
        known: set[Place] = set()
        waiting: list[tuple[str, ast.AST]] = [(module, node)]
        while waiting:
            at, part = waiting.pop()
            yield at, part
            for place in self._direct(at, part) - known:
                known.add(place)
                waiting.append((place[0], self.node(place)))

    def _direct(self, module: str, node: ast.AST) -> frozenset[Place]:
        key = (module, id(node))
        if key not in self._seen:
            names = (part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute))
            places = {self.target(module, name) for name in names if isinstance(name.ctx, ast.Load)}
            self._seen[key] = frozenset(
                place for place in places if place and place[1] and not _QUIET & {*place[0].split(".")}
            )
        return self._seen[key]

    def _named(self, module: str, name: str) -> Place | None:
        found = self.modules[module]
        if name in found.defined:
            return module, name
        source = found.imported.get(name)
        return self._within(*source) if source and source[0] in self.modules else None

    def _within(self, module: str, name: str) -> Place | None:
        inner = f"{module}.{name}"
        return (inner, "") if inner in self.modules else self._named(module, name)
