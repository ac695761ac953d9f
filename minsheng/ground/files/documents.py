"""From what somebody sent to a document that may be passed on: of a known kind, without macros, never opened here.

What a document holds is not looked into; it is handed out as a download only, so that no browser runs it.
"""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from minsheng.ground.files.photos import Upload, shown
from minsheng.ground.files.queries import document_limits
from minsheng.kernel.errors import TooLarge, Wrong

PDF: Final = b"%PDF-"
HEAD: Final = 1024
"""A PDF begins within the first kilobyte."""
KINDS: Final = {
    "word/document.xml": ".docx",
    "xl/workbook.xml": ".xlsx",
    "ppt/presentation.xml": ".pptx",
    "OFD.xml": ".ofd",
}
"""By the part that an archive must hold. OFD is the layout format of Chinese offices (GB/T 33190-2016)."""
PLAIN: Final = "application/octet-stream"
"""What all but a PDF is handed out as: the name says the rest."""
MACROS: Final = "vbaproject.bin"
MEGA: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """What is kept: its content, and under what name it is handed out."""

    content: bytes
    name: str

    @property
    def mime(self) -> str:
        return "application/pdf" if self.name.endswith(".pdf") else PLAIN


def read(upload: Upload) -> Document:
    """The document that was sent. Raises TooLarge, or Wrong where it is none that may be passed on."""
    most = document_limits().bytes
    if (upload.size or 0) > most:
        words = _("“%(name)s” is too large. A document may have %(mega)s MB.")
        raise TooLarge(words % {"name": shown(upload), "mega": most // MEGA})
    suffix = _suffix(upload)
    upload.seek(0)
    stem = PurePath(shown(upload)).stem or "document"
    return Document(upload.read(), f"{stem}{suffix}")


def _suffix(upload: Upload) -> str:
    upload.seek(0)
    if PDF in upload.read(HEAD):
        return ".pdf"
    try:
        with ZipFile(upload) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        names = []
    if any(name.lower().endswith(MACROS) for name in names):
        raise Wrong(_("“%(name)s” holds macros. Save it without macros and send it again.") % {"name": shown(upload)})
    found = next((kind for part, kind in KINDS.items() if part in names), None)
    if found is None:
        words = _("“%(name)s” can't be taken. Choose a PDF, Word, Excel, PowerPoint or OFD file.")
        raise Wrong(words % {"name": shown(upload)})
    return found
