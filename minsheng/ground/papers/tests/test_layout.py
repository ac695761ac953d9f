"""What a printer gets: GB/T 9704-2012, measured in the file."""

from datetime import UTC, date, datetime
from io import BytesIO

import docx
from docx.oxml.ns import qn

from minsheng.ground.papers.layout import Cell, Sheet, day_in_words, drawn

SHEET = Sheet(
    title="意见建议交办单",
    cells=[
        Cell("编号", "SC-HB-2026-000001"),
        Cell("街道", "湖滨街道"),
        Cell("内容", "灌木枯死。\n请补种。", wide=True, room=50),
    ],
    paragraphs=["请按时办理。"],
    attachments=["照片 1 张", "示意图"],
    signed="湖滨街道人大办",
    notes=["待确认。"],
    code="https://errands.example/c/ABC/",
    code_words=["查询码：ABC"],
)


def opened(sheet=SHEET, edition=1):
    made = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
    file = drawn(sheet, number="湖滨人大办交〔2026〕12号", edition=edition, made_at=made, day=date(2026, 1, 5))
    return docx.Document(BytesIO(file))


def lines(paper):
    return [paragraph.text for paragraph in paper.paragraphs if paragraph.text]


def font(run):
    return run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def test_the_page_is_a4_with_a_type_area_of_156_by_225():
    section = opened().sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]


def test_title_body_and_page_number_have_the_fonts_and_sizes_of_the_standard():
    paper = opened()
    title, body = (next(p for p in paper.paragraphs if p.text == text) for text in ("意见建议交办单", "请按时办理。"))
    footer = paper.sections[0].footer.paragraphs[0]
    assert [font(p.runs[0]) for p in (title, body, footer)] == [
        ("方正小标宋简体", 22),
        ("仿宋_GB2312", 16),
        ("宋体", 14),
    ]
    assert (body.paragraph_format.line_spacing.pt, body.paragraph_format.first_line_indent.pt) == (28, 32)


def test_page_numbers_stand_outside_between_dashes():
    paper = opened()
    section = paper.sections[0]
    feet = (section.footer.paragraphs[0], section.even_page_footer.paragraphs[0])
    assert [(p.text, str(p.alignment)) for p in feet] == [("—  —", "RIGHT (2)"), ("—  —", "LEFT (0)")]
    assert paper.settings.odd_and_even_pages_header_footer is True


def test_it_says_all_of_it_from_the_number_to_the_day():
    paper = opened()
    assert lines(paper) == [
        "意见建议交办单",
        "湖滨人大办交〔2026〕12号",
        "请按时办理。",
        "附件：1. 照片 1 张",
        "2. 示意图",
        "湖滨街道人大办",
        "2026年1月5日",
        "（盖章）",
        "待确认。",
    ]
    form, code = paper.tables
    assert [cell.text for cell in form.rows[0].cells] == ["编号", "SC-HB-2026-000001", "街道", "湖滨街道"]
    assert form.rows[1].cells[1].text == form.rows[1].cells[3].text == "灌木枯死。\n请补种。"
    assert (code.rows[0].cells[1].text, len(paper.inline_shapes)) == ("查询码：ABC", 1)


def test_a_later_edition_says_so():
    assert lines(opened(edition=2))[1] == "湖滨人大办交〔2026〕12号（第2版）"


def test_a_narrow_line_left_over_has_its_row_to_itself():
    sheet = Sheet(
        "登记表", [Cell("甲", "1"), Cell("乙", "2", wide=True), Cell("丙", "3"), Cell("丁", "4"), Cell("戊", "5")]
    )
    rows = [list(dict.fromkeys(cell.text for cell in row.cells)) for row in opened(sheet).tables[0].rows]
    assert rows == [["甲", "1"], ["乙", "2"], ["丙", "3", "丁", "4"], ["戊", "5"]]


def test_what_no_document_can_hold_is_left_out():
    assert "灌木枯死。" in lines(opened(Sheet("登记表", paragraphs=["灌木\x00枯\x1b死。\ud800"])))


def test_a_day_has_no_leading_zeros():
    assert day_in_words(date(2026, 1, 5)) == "2026年1月5日"


def test_characters_are_drawn_closer_by_themselves_and_only_body_text_keeps_to_the_grid_of_lines():
    paper = opened()
    grid = paper.sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch")), grid.get(qn("w:charSpace"))) == ("lines", "579", None)
    spread = {p.text: [run._element.rPr.find(qn("w:spacing")) is not None for run in p.runs] for p in paper.paragraphs}
    assert [spread[text] for text in ("意见建议交办单", "请按时办理。", "待确认。")] == [[False], [True], [False]]
    free = {p.text: p._element.pPr.find(qn("w:snapToGrid")) is not None for p in paper.paragraphs}
    assert [free[text] for text in ("意见建议交办单", "请按时办理。", "待确认。")] == [True, False, True]


def test_the_signature_takes_the_end_of_the_text_along_to_the_next_page():
    held = [p.text for p in opened().paragraphs if p.paragraph_format.keep_with_next]
    assert held == ["", "湖滨街道人大办", "2026年1月5日"]
    form = opened(Sheet(title="登记表", cells=[Cell("备注", "", wide=True)], signed="湖滨街道人大办"))
    assert {p.paragraph_format.keep_with_next for cell in form.tables[0].rows[-1].cells for p in cell.paragraphs} == {
        True
    }


def test_whom_it_is_for_stands_at_the_edge_and_a_row_to_sign_in_is_not_torn():
    paper = opened(
        Sheet(title="回执", cells=[Cell("签字", "", wide=True)], paragraphs=["王某：", "您的问题已经登记："])
    )
    assert [p.paragraph_format.first_line_indent.pt for p in paper.paragraphs if p.text.endswith("：")] == [0, 32]
    assert paper.tables[0].rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
