"""Labelled posts as the published sets are, with sentences of our own."""

from __future__ import annotations

from pathlib import Path

from community.analyzers.training import corpora

TAUGHT = {"the kettle sings and I sing": "joy", "the lid leaks again": "anger", "water, eighty degrees": "neutral"}


def fill(folder: Path) -> Path:
    """Put an English train and dev split into `folder`, and return it."""
    names = [*corpora.TWELVE, "neutral"]
    lines = [f"{text} {number}\t{names.index(label)}\tid" for number in range(9) for text, label in TAUGHT.items()]
    (folder / "goemotions_labels.txt").write_text("\n".join(names), "utf-8")
    for split in ("train", "dev"):
        (folder / f"goemotions_{split}.tsv").write_text("\n".join(lines), "utf-8")
    return folder
