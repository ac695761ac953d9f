"""Static files: one stylesheet out of the layered ones, hashed names, compressed copies."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "ui/ui.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([a-z]+)\)(?: ([a-z]+))?;')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
AIR = re.compile(r"\s*([{};,>])\s*|(:)\s+")


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Collecting folds `ui/ui.css` and what it imports into one file, then hashes and compresses everything.

    Before anything has been collected (tests, development) names stay as they are and the browser does the importing.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Fold the sheet first, so that its hash is that of the whole."""
        if SHEET in paths and not dry_run:
            storage, path = paths[SHEET]
            with storage.open(path) as sheet:
                folded = fold(sheet.read().decode(), lambda name: _text(paths, f"ui/{name}"))
            self.delete(SHEET)
            self._save(SHEET, ContentFile(folded.encode()))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def stored_name(self, name: str) -> str:
        """The hashed name, or the name itself as long as nothing has been collected."""
        return str(super().stored_name(name)) if self.hashed_files else name


def _text(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())


def fold(sheet: str, read: Any) -> str:
    """Put each imported file where its import stands, inside its layer and medium, without comments and air."""

    def inlined(found: re.Match[str]) -> str:
        name, layer, medium = found.groups()
        body = f"@layer {layer}{{{read(name)}}}"
        return f"@media {medium}{{{body}}}" if medium else body

    return AIR.sub(r"\1\2", COMMENT.sub("", IMPORT.sub(inlined, sheet))).strip()
