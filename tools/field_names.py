"""What Django calls the fields, shown in the admin, that have no name of their own: `joined_at` is "joined at"."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

CONTEXT = "field"  # as config/admin_names.py looks them up
RELATIONS = {"ForeignKey", "OneToOneField"}  # their first argument is whom they lead to


def names(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the names of the fields of every model that is registered in an `admin.py` of `paths`."""
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    admins = [ast.parse(text) for path, text in texts.items() if path.name == "admin.py"]
    trees = [ast.parse(text) for text in texts.values() if "from django.db import models" in text]
    models = {made.name: made for tree in trees for made in _classes(tree) if made.bases}
    shown = [name for tree in admins for name in _registered(tree)]
    while shown:
        if model := models.pop(shown.pop(), None):
            shown += [ast.unparse(base).rpartition(".")[2] for base in model.bases]  # abstract ones have fields, too
            yield from filter(None, map(_name_of, model.body))


def _classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    return (made for made in tree.body if isinstance(made, ast.ClassDef))


def _registered(tree: ast.Module) -> Iterator[str]:
    marks = (mark for made in _classes(tree) for mark in made.decorator_list)
    for mark in marks:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "admin.register":
            yield from (ast.unparse(model) for model in mark.args)


def _name_of(line: ast.stmt) -> str:
    if not (isinstance(line, ast.Assign) and isinstance(line.value, ast.Call)):
        return ""
    kind = ast.unparse(line.value.func).rpartition(".")[2]
    is_named = any(each.arg == "verbose_name" for each in line.value.keywords)
    is_field = kind in RELATIONS or (kind.endswith("Field") and not line.value.args)
    return ast.unparse(line.targets[0]).replace("_", " ") if is_field and not is_named else ""
