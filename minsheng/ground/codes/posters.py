"""Posters to print, A4: a title, whose code it is, the code to scan, the same to type, how to use it, the address.

Whoever knows the thing says the words; nothing here knows a station from a deputy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

import segno
from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from minsheng.ground.codes.queries import spaced

FONT: Final = "Microsoft YaHei"
FONTS: Final = "'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif"
SEAL, INK, HINT = "b3261e", "1d1f22", "55595f"
LONG: Final = 16
PAUSES: Final = ",;:. \uff0c\uff1b\uff1a\u3002"
WIDE: Final = 170
"""Millimetres between the margins of the sheet."""


@dataclass(frozen=True, slots=True)
class Poster:
    """The words of one sheet. `address` is what the squares say, `how` one sentence, `lines` stand below the name."""

    title: str
    name: str
    short: str
    address: str
    how: str
    lines: tuple[str, ...] = ()


def _code(address: str) -> segno.QRCode:
    """With room for a scratch: a quarter of it may be lost."""
    return segno.make(address, error="q", micro=False)


@lru_cache(maxsize=512)
def _picture(address: str) -> bytes:
    """The code as PNG; kept, since a whole list is printed again after a small change, and each takes a while."""
    target = BytesIO()
    _code(address).save(target, kind="png", scale=10, border=2)
    return target.getvalue()


def docx(posters: Sequence[Poster]) -> bytes:
    """One sheet a poster, as a Word file that can still be edited."""
    paper = Document()
    _prepare(paper)
    for number, poster in enumerate(posters):
        if number:
            paper.add_page_break()  # type: ignore[no-untyped-call]  # python-docx says no types here
        _lay(paper, poster)
    target = BytesIO()
    paper.save(target)
    return target.getvalue()


def _prepare(paper: Paper) -> None:
    page, style = paper.sections[0], paper.styles["Normal"]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(18)
    style.font.name = FONT
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    paper.core_properties.author = paper.core_properties.comments = ""


def _lay(paper: Paper, poster: Poster) -> None:
    _say(paper, poster.title, 30, SEAL, bold=True)
    _say(paper, poster.name, 26 if len(poster.name) <= LONG else 20, INK, bold=True)
    for line in poster.lines:
        _say(paper, line, 13, HINT)
    run = _paragraph(paper).add_run()
    run.add_picture(BytesIO(_picture(poster.address)), width=Mm(115))
    _say(paper, spaced(poster.short), 40, INK, bold=True)
    _say(paper, poster.how, 15, INK)
    _say(paper, poster.address, 11, HINT)


def _paragraph(paper: Paper) -> Paragraph:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(8)
    return paragraph


def _say(paper: Paper, words: str, size: int, colour: str, *, bold: bool = False) -> None:
    run = _paragraph(paper).add_run(words)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(colour.upper())


def svg(poster: Poster) -> bytes:
    """One sheet as a drawing that fetches nothing from anywhere."""
    body = "".join([*_heads(poster), _squares(poster, top=96), *_feet(poster, top=96 + 118)])
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297" role="img">'
    ground = '<rect width="210" height="297" fill="#ffffff"/>'
    return f"{head}<title>{escape(poster.name)}</title>{ground}{body}</svg>".encode()


def _heads(poster: Poster) -> Iterator[str]:
    yield _text(poster.title, 30, 12, SEAL, bold=True)
    name = _broken(poster.name, LONG)
    for number, line in enumerate(name):
        yield _text(line, 48 + 13 * number, 11, INK, bold=True)
    for number, line in enumerate(poster.lines[:2]):
        yield _text(line, 50 + 13 * len(name) + 8 * number, 5, HINT)


def _feet(poster: Poster, top: int) -> Iterator[str]:
    yield _text(spaced(poster.short), top + 20, 18, INK, bold=True)
    for number, line in enumerate(_broken(poster.how, 30)):
        yield _text(line, top + 38 + 9 * number, 6, INK)
    yield _text(poster.address, top + 68, 4.5, HINT)


def _squares(poster: Poster, top: int, side: int = 112) -> str:
    """The dark squares as one path, centred."""
    rows = [list(row) for row in _code(poster.address).matrix_iter(border=0)]
    unit = side / len(rows)
    drawn = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return f'<path transform="translate({(210 - side) / 2} {top}) scale({unit:.4f})" d="{drawn}" fill="#{INK}"/>'


def _text(words: str, y: float, size: float, colour: str, *, bold: bool = False) -> str:
    """A centred line, drawn narrower where it would not fit."""
    wide = sum(size if ord(letter) > 0x2E7F else size * 0.58 for letter in words)  # noqa: PLR2004 (where wide letters begin)
    fits = "" if wide <= WIDE else f' textLength="{WIDE}" lengthAdjust="spacingAndGlyphs"'
    weight = ' font-weight="bold"' if bold else ""
    look = f'font-family="{FONTS}" font-size="{size}" fill="#{colour}" text-anchor="middle"'
    return f'<text x="105" y="{y}" {look}{weight}{fits}>{escape(words)}</text>'


def _broken(words: str, most: int) -> list[str]:
    """At most two lines of about equal length, parted behind a comma where there is one near the middle."""
    if len(words) <= most:
        return [words]
    half = (len(words) + 1) // 2
    behind = [at + 1 for at, letter in enumerate(words[:-1]) if letter in PAUSES]
    at = min(behind, key=lambda at: abs(at - half), default=half)
    at = at if max(at, len(words) - at) <= most else half
    return [words[:at].strip(), words[at:].strip()]
