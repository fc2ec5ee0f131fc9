"""`manage.py emotion_bench --data DIR`: measure the shipped models on every split there; fails below the floors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.analyzers import model
from community.analyzers.training import corpora, figures, making

# Meant for the test posts (docs/feelings.md); two hundred dev posts decide little in Chinese.
_LEAST = {
    "zh": {"macro_f1": 0.52, "micro_f1": 0.61, "precision": 0.64, "silence": 0.72, "top": 0.92},
    "en": {"macro_f1": 0.55, "precision": 0.60, "silence": 0.72, "top": 0.88},
}
_MOST = {"short_ms": 1.0, "long_ms": 6.0}
_MOST_BYTES = 600_000


class Command(BaseCommand):
    help = "Measure how well feelings are suggested, on labelled posts; fails below the floors."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="the folder of brighter_zh_* and goemotions_*")
        parser.add_argument("--folds", action="store_true", help="also cross-validate on train; takes minutes")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, low = options["data"], []
        for language in corpora.LANGUAGES:
            for split in corpora.splits(folder, language):
                if split != "train":
                    low += self._measure(folder, language, split)
            if options["folds"] and "train" in corpora.splits(folder, language):
                self._fold(folder, language)
        size = sum(path.stat().st_size for path in model.FOLDER.glob("*.json.gz"))
        self.stdout.write(f"files {size / 1000:.0f} kB")
        if size > _MOST_BYTES:
            low.append(f"files {size} bytes > {_MOST_BYTES}")
        if low:
            raise CommandError("Below the bar: " + ", ".join(low))

    def _measure(self, folder: Path, language: str, split: str) -> list[str]:
        found = figures.measure(model.load(language), corpora.read(folder, language, split))
        self.stdout.write(f"{language} {split}")
        for name in figures.Figures.__dataclass_fields__:
            value = getattr(found, name)
            words = (
                " ".join(f"{key} {part:.2f}" for key, part in value.items())
                if isinstance(value, dict)
                else f"{value:.3f}"
            )
            self.stdout.write(f"  {name:<10} {words}")
        return [f"{language} {split} {problem}" for problem in _problems(found, language)]

    def _fold(self, folder: Path, language: str) -> None:
        found = making.validated(folder, language)
        self.stdout.write(f"{language} train, {making.FOLDS} folds: macro F1 {found[0]:.3f}, micro F1 {found[1]:.3f}")


def _problems(found: figures.Figures, language: str) -> Iterator[str]:
    for name, least in _LEAST[language].items():
        if getattr(found, name) < least:
            yield f"{name} {getattr(found, name):.3f} < {least}"
    for name, most in _MOST.items():
        if getattr(found, name) > most:
            yield f"{name} {getattr(found, name):.2f} > {most}"
