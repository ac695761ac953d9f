"""Static files: one stylesheet folded out of the layered ones, hashed names, compressed copies."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "ui/ui.css"
SOURCES = Path(__file__).parent / "static" / "ui"
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([a-z]+)\)(?: ([a-z]+))?;')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
AIR = re.compile(r"\s*([{};,>])\s*|(:) +")


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashed, compressed, far-future files. Before anything is collected (in tests) names stay as they are."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """The hashed name, or the name itself as long as nothing has been collected."""
        return str(super().stored_name(name)) if self.hashed_files else name


class OneSheet(BaseFinder):
    """Finds `ui/ui.css` as one file, so that thirty small files cost one request; first in STATICFILES_FINDERS.

    Without it the sheet's own imports do the same, only slower.
    """

    def check(self, **_: Any) -> list[Any]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """The folded sheet on disk, made anew when a part has changed."""
        if path != SHEET:
            return []
        return [str(folded())] if find_all else str(folded())

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:  # noqa: ARG002 (Django's)
        """The one file there is to collect."""
        yield SHEET, FileSystemStorage(location=folded().parent.parent)


def folded() -> Path:
    """Write the folded sheet beside the collected files, in one move, and only when it differs."""
    path = Path(settings.STATIC_ROOT).with_name("sheet") / SHEET
    text = fold((SOURCES / "ui.css").read_text(), lambda name: (SOURCES / name).read_text())
    if not path.is_file() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            file.write(text)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    return path


def fold(sheet: str, read: Callable[[str], str]) -> str:
    """Put each imported file where its import stands, inside its layer and medium, without comments and air."""

    def inlined(found: re.Match[str]) -> str:
        name, layer, medium = found.groups()
        body = f"@layer {layer}{{{read(name)}}}"
        return f"@media {medium}{{{body}}}" if medium else body

    return AIR.sub(r"\1\2", COMMENT.sub("", IMPORT.sub(inlined, sheet))).strip()
