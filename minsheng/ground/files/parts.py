"""How a picture's file is put together, looked at before any decoder does: some are made to keep decoders busy."""

import re
from typing import Final

MARKER: Final = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
"""What begins a part of a JPEG; the others stand alone, or mean a byte of the picture."""
START, SCAN, END = 0xD8, 0xDA, 0xD9
JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
ARITHMETIC: Final = frozenset({0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
"""Slower ways of coding that no camera uses."""
PADDING: Final = 64

SCANS: Final = 20
PARTS: Final = 1000
CHUNKS: Final = 10_000


def check(content: bytes) -> int:
    """How many scans a JPEG has, 1 for other files. Raises ValueError for more parts than cameras and programs write.

    A dozen scans are usual in a JPEG; each one more is a hundred bytes and takes as long as a whole picture.
    """
    if content.startswith(JPEG):
        return _check_jpeg(content)
    if content.startswith(PNG):
        _check_png(content)
    return 1


def _check_jpeg(content: bytes) -> int:
    at = scans = 0
    for _part in range(PARTS):
        marker = MARKER.search(content, at)
        if (marker is None and scans) or (marker and marker[0][1] == END):
            return scans
        if marker is None:
            break
        kind, padding, at = marker[0][1], marker.start() - at, marker.end()
        if scans > SCANS or (padding > PADDING and not scans) or kind in ARITHMETIC:
            break
        scans += kind == SCAN
        at += 0 if kind == START else int.from_bytes(content[at : at + 2])
    raise ValueError("scans, parts, padding or a coding that no camera writes")


def _check_png(content: bytes) -> None:
    at = len(PNG)
    for _chunk in range(CHUNKS):
        if at >= len(content):
            return
        at += 12 + int.from_bytes(content[at : at + 4])
    raise ValueError("more chunks than any program writes")
