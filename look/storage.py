"""Static files in production: named by hash, compressed, and the shared style sheets joined into one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from servestatic.storage import CompressedManifestStaticFilesStorage

from look.stylesheets import BUNDLE, SHEETS


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    joins_sheets = True
    # Modules import each other by hashed names; only ours, because comments of other packages look like imports.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Write the bundle beside the collected files, then hash and compress everything."""
        if not dry_run:
            self.delete(BUNDLE)
            self.save(BUNDLE, ContentFile(b"\n".join(_read(paths, sheet) for sheet in SHEETS)))
            paths = paths | {BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run, **options)


def _read(paths: dict[str, Any], name: str) -> bytes:
    storage, path = paths[name]
    with storage.open(path) as sheet:
        return sheet.read()
