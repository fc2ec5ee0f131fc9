"""Files and functions stay small enough to read (CONTRIBUTING, Sizes)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.places import ROOT, python_files, rest_of

FILE_LINES = 400
TEST_FILE_LINES = 600
FUNCTION_LINES = 50
ASSET_LINES = {".html": 200, ".css": 400, ".js": 400}


def main() -> int:
    code = [*python_files(), *python_files("tools", "bench"), ROOT / "dev"]
    found = [
        *(problem for path in code if "migrations" not in path.parts for problem in too_long(path, FILE_LINES)),
        *(problem for path in python_files("tests") for problem in too_long(path, TEST_FILE_LINES)),
        *assets_too_long(),
    ]
    print("\n".join(found))
    return int(bool(found))


def too_long(path: Path, limit: int) -> Iterator[str]:
    """Yield a sentence for the file and for each of its functions beyond the limit; docstrings are free."""
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    if lines > limit:
        yield f"{rest_of(path)}: {lines} lines, limit {limit}: split it by noun or verb"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = function_length(node)
            if length > FUNCTION_LINES:
                yield f"{rest_of(path)}:{node.lineno}: {node.name} has {length} lines, limit {FUNCTION_LINES}"


def function_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    last = node.end_lineno or node.lineno
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if is_docstring else 0
    return last - node.lineno + 1 - docstring


def assets_too_long() -> Iterator[str]:
    for folder in ("templates", "static"):
        for path in sorted((ROOT / folder).rglob("*")):
            limit = ASSET_LINES.get(path.suffix)
            if limit and "vendor" not in path.parts:
                lines = path.read_text(encoding="utf-8").count("\n")
                if lines > limit:
                    yield f"{rest_of(path)}: {lines} lines, limit {limit}"


if __name__ == "__main__":
    sys.exit(main())
