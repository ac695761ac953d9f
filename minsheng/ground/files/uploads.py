"""An upload handler, first in settings.FILE_UPLOAD_HANDLERS: no file fills the disk before it is refused."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from minsheng.ground.files.queries import limits


class Capped(FileUploadHandler):
    """Pass on a little more than is allowed of each file, and drop the rest: it stays recognisable as too large."""

    left = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start counting anew."""
        super().new_file(*args, **kwargs)
        self.left = limits().bytes + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 (Django's signature)
        """The part of a chunk that still fits; None stops it here."""
        chunk = raw_data[: self.left]
        self.left -= len(chunk)
        return chunk or None

    def file_complete(self, file_size: int) -> None:
        """The next handlers make the file."""
