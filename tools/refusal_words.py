"""The words and codes in a piece of source: what a refusal says, read without running it."""

from __future__ import annotations

import ast
import re

_BLANK = re.compile(r"%\(\w+\)s")


def code_of(node: ast.expr) -> str:
    """Return a text, with `…` for what only a run knows."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) and node.value else ""


def sentence(node: ast.expr) -> str:
    """Return the first text in an expression, as in `_("…") % {…}`; none of one that is put together."""
    texts = () if isinstance(node, ast.JoinedStr) else (n.value for n in ast.walk(node) if isinstance(n, ast.Constant))
    return next(
        (_BLANK.sub("…", text).replace("|", "\\|") for text in texts if isinstance(text, str) and " " in text), ""
    )


def said_before(around: ast.AST, node: ast.expr) -> str:
    """Return the sentence that a name in `node` was given last, on the lines before."""
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    given = [
        (part.lineno, sentence(part.value))
        for part in ast.walk(around)
        if isinstance(part, ast.Assign | ast.AnnAssign) and part.value and part.lineno < node.lineno
        if any(
            isinstance(each, ast.Name) and each.id in names
            for each in ast.walk(part.target if isinstance(part, ast.AnnAssign) else part.targets[0])
        )
    ]
    return max(given, default=(0, "…"))[1]


def pace(call: ast.Call) -> str:
    """Return a limit in words."""
    named = {word.arg: word.value for word in call.keywords}
    most, seconds = (ast.unparse(named.get(name, call.args[-1])) for name in ("most", "seconds"))
    most = most if "most" in named else ast.unparse(call.args[1])
    span = eval(seconds, {"__builtins__": {}})  # a product of numbers in our own sources
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if span % size == 0:
            many = span // size
            return f"{most} times in {f'{many} {unit}s' if many > 1 else f'one {unit}'}"
    return ""
