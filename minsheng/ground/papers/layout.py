"""A paper as a Word document in the layout of GB/T 9704-2012: A4, 156 × 225 mm of type, 22 lines of 28 characters.

Fonts are named, never embedded: they belong to the office that prints. What the text says comes from the caller.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

import docx
import segno
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from minsheng.ground.papers.queries import data

TITLE, BODY, FORM, PAGE, SMALL = Pt(22), Pt(16), Pt(12), Pt(14), Pt(10.5)
LINE, FORM_LINE = Pt(28), Pt(20)
WIDTHS: Final = (Mm(25.5), Mm(52.5), Mm(25.5), Mm(52.5))
"""The columns of a form: label and value, twice; together the 156 mm of the type area. A value holds day and hour."""
MARGINS: Final = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26, "footer_distance": 24}
GRID: Final = {"type": "lines", "linePitch": "579"}
CLOSER: Final[dict[Length, str]] = {BODY: "-5"}
"""22 lines of 28.98 pt; 28 characters of 16 pt stand a quarter of a point closer (in 20ths of a point).

Not by a grid of characters: what Word takes as a distance, other programs take as squares, one for each character.
"""
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of a form. A wide one has the row to itself; `room` is how many millimetres high it is at least."""

    label: str
    value: str
    wide: bool = False
    room: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a paper says, from the top down. `code` is an address drawn as a QR code with `code_words` beside it."""

    title: str
    cells: Sequence[Cell] = ()
    paragraphs: Sequence[str] = ()
    attachments: Sequence[str] = ()
    signed: str = ""
    notes: Sequence[str] = ()
    code: str = ""
    code_words: Sequence[str] = ()


def drawn(sheet: Sheet, *, number: str, edition: int, made_at: datetime, day: date) -> bytes:
    """The document as a .docx file."""
    paper = docx.Document()
    _page(paper)
    _title(paper, sheet.title, number, edition)
    _form(paper, sheet.cells)
    for n, text in enumerate(sheet.paragraphs):
        paragraph(paper, text, indent=0 if n == 0 and text.endswith(data("layout")["greeting"]) else 2)
    _attachments(paper, sheet.attachments)
    if sheet.code:
        _code(paper, sheet.code, sheet.code_words)
    if sheet.signed:
        _signature(paper, sheet.signed, day)
    for text in sheet.notes:
        paragraph(paper, text, size=SMALL, line=Pt(16), indent=0)
    about = paper.core_properties
    about.title, about.subject, about.author, about.comments = sheet.title, number, sheet.signed, ""
    about.created = about.modified = made_at.replace(tzinfo=None)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def paragraph(
    place: Any, text: str, *, font: str = "body", size: Length = BODY, line: Length = LINE, indent: int = 2
) -> Any:
    """A paragraph of its own, its first line set in by so many characters. Line breaks in the text stay."""
    made = place.add_paragraph()
    form = made.paragraph_format
    form.space_before = form.space_after = Pt(0)
    _space(made, line)
    form.first_line_indent = Pt(indent * size.pt)
    _write(made, text, font, size)
    return made


def _space(made: Any, line: Length) -> None:
    """So much from line to line; what is no body text leaves the grid of lines, which would spread it."""
    form = made.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, line
    if line != LINE:
        off = OxmlElement("w:snapToGrid")
        off.set(qn("w:val"), "0")
        made._element.get_or_add_pPr().find(qn("w:spacing")).addprevious(off)


def day_in_words(day: date) -> str:
    """A day as papers are dated: no leading zeros."""
    pattern: str = data("layout")["day"]
    return pattern.format(year=day.year, month=day.month, day=day.day)


def _write(made: Any, text: str, font: str, size: Length) -> None:
    """Words in a font, for Chinese and Latin letters alike; what no document can hold is left out."""
    run = made.add_run(UNPRINTABLE.sub("", text.replace("\r\n", "\n")))
    _set_font(run, font, size)


def _set_font(run: Any, font: str, size: Length) -> None:
    name = data("layout")["fonts"][font]
    run.font.size, run.font.name = size, name
    look = run._element.get_or_add_rPr()
    fonts = look.get_or_add_rFonts()
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)
    if size in CLOSER:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), CLOSER[size])
        look.find(qn("w:sz")).addprevious(spacing)


def _page(paper: Any) -> None:
    """A4 and its margins, the grid of lines and characters, page numbers outside."""
    _set_font(paper.styles["Normal"], "body", BODY)
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, size in MARGINS.items():
        setattr(section, name, Mm(size))
    grid = section._sectPr.find(qn("w:docGrid"))
    for name, value in GRID.items():
        grid.set(qn(f"w:{name}"), value)
    paper.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _page_number(footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """The number of the page between dashes, one character from the outer edge."""
    made = footer.paragraphs[0]
    made.alignment = side
    made.paragraph_format.left_indent = made.paragraph_format.right_indent = PAGE
    before, after = data("layout")["page"]
    _write(made, before, "page", PAGE)
    run = made.add_run()
    _set_font(run, "page", PAGE)
    for kind in ("begin", "", "end"):
        run._element.append(_mark(kind))
    _write(made, after, "page", PAGE)


def _mark(kind: str) -> Any:
    """A part of the field that counts pages: its begin, its instruction, its end."""
    made = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        made.set(qn("w:fldCharType"), kind)
    else:
        made.text = "PAGE"
    return made


def _title(paper: Any, title: str, number: str, edition: int) -> None:
    """The title in the middle, the number below it on the right."""
    made = paragraph(paper, title, font="title", size=TITLE, line=Pt(36), indent=0)
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    again = data("layout")["edition"].format(edition=edition) if edition > 1 else ""
    below = paragraph(paper, f"{number}{again}", line=Pt(36), indent=0)
    below.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _form(paper: Any, cells: Sequence[Cell]) -> None:
    """The table of a form: two narrow cells a row, or one wide one."""
    if not cells:
        return
    table = paper.add_table(rows=0, cols=len(WIDTHS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
    for pair in _pairs(cells):
        row = _row(table, pair)
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if len(pair) == 1:
            row.cells[1].merge(row.cells[3])
        for index, cell in enumerate(pair):
            _fill(row.cells[2 * index], cell.label, "head", WD_ALIGN_PARAGRAPH.CENTER)
            _fill(row.cells[2 * index + 1], cell.value, "body", WD_ALIGN_PARAGRAPH.LEFT)
    paragraph(paper, "", size=SMALL, line=Pt(12))


def _row(table: Any, pair: list[Cell]) -> Any:
    """As high as it should be; a row without a long text is not torn between two pages."""
    row = table.add_row()
    row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Mm(max(10, *(cell.room for cell in pair)))
    if not (pair[0].wide and pair[0].value):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _pairs(cells: Sequence[Cell]) -> list[list[Cell]]:
    """The rows: a wide cell alone, narrow ones in pairs; one that is left over is wide too."""
    rows: list[list[Cell]] = []
    for cell in cells:
        open_row = rows and len(rows[-1]) == 1 and not (rows[-1][0].wide or cell.wide)
        if open_row:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return rows


def _fill(cell: Any, text: str, font: str, side: WD_ALIGN_PARAGRAPH) -> None:
    made = cell.paragraphs[0]
    made.alignment = side
    _space(made, FORM_LINE)
    made.paragraph_format.space_after = Pt(0)
    _write(made, text, font, FORM)


def _attachments(paper: Any, names: Sequence[str]) -> None:
    """What is attached, numbered when there are several, hanging under the first."""
    lead: str = data("layout")["attachments"]
    for n, name in enumerate(names, 1):
        numbered = f"{n}. {name}" if len(names) > 1 else name
        made = paragraph(paper, f"{lead}{numbered}" if n == 1 else numbered)
        if n > 1:
            made.paragraph_format.first_line_indent = Pt((2 + len(lead)) * BODY.pt)


def _signature(paper: Any, unit: str, day: date) -> None:
    """Who signs above the day, centred over it, four characters from the right; the seal within a line (7.3.5)."""
    dated, seal = day_in_words(day), data("layout")["seal"]
    _hold_on(paper)
    paragraph(paper, "").paragraph_format.keep_with_next = True
    edge = 4 * BODY.pt
    for text in (unit, dated, seal):
        made = paragraph(paper, text, indent=0)
        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        made.paragraph_format.right_indent = Pt(max(0, edge + (_width(dated) - _width(text)) / 2))
        made.paragraph_format.keep_with_next = text != seal


def _hold_on(paper: Any) -> None:
    """What is said last comes along when the signature has to go to the next page: it never stands alone."""
    for part in reversed(list(paper.iter_inner_content())):
        text = isinstance(part, Paragraph)
        for made in [part] if text else [each for cell in part.rows[-1].cells for each in cell.paragraphs]:
            made.paragraph_format.keep_with_next = True
        if not text or part.text:
            break


def _width(text: str) -> float:
    """How wide a line of body text is, in points."""
    halves = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
    return float(BODY.pt) * halves / 2


def _code(paper: Any, address: str, words: Sequence[str]) -> None:
    """A QR code of 30 mm with its words beside it."""
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    table = paper.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = table.columns[0].width, table.columns[1].width = Mm(36), Mm(120)
    left.paragraphs[0].add_run().add_picture(picture, width=Mm(30))
    right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for n, text in enumerate(words):
        made = right.paragraphs[0] if n == 0 else right.add_paragraph()
        made.paragraph_format.space_after = Pt(0)
        _write(made, text, "body", PAGE)
