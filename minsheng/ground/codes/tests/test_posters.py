"""Posters: all the words are on the sheet, the squares say the address, nothing is fetched from elsewhere."""

import re
from io import BytesIO
from xml.etree import ElementTree as ET

from docx import Document
from docx.shared import Mm

from minsheng.ground.codes.posters import Poster, docx, svg

ADDRESS = "https://minsheng.example/c/ABC234/"
POSTER = Poster(
    "扫码反映", "湖滨街道<中心>站", "ABC234", ADDRESS, "扫一扫，看今天哪位代表接待。", ("东坡路 & 平海路口",)
)
LONG = Poster("扫码反映", "湖滨街道东坡路社区青年路公寓代表联络站第二接待点", "ABC234", ADDRESS, "扫" * 60)


def words(content):
    return [p.text for p in Document(BytesIO(content)).paragraphs if p.text.strip()]


def test_a_sheet_says_title_name_place_code_use_and_address():
    assert words(docx([POSTER])) == [
        "扫码反映", "湖滨街道<中心>站", "东坡路 & 平海路口", "ABC 234", "扫一扫，看今天哪位代表接待。", ADDRESS,
    ]  # fmt: skip


def test_a_sheet_is_a4_with_one_picture_and_names_no_author():
    paper = Document(BytesIO(docx([POSTER])))
    page = paper.sections[0]
    sides = [round(side / Mm(1)) for side in (page.page_width, page.page_height)]
    assert (sides, len(paper.inline_shapes)) == ([210, 297], 1)
    assert paper.core_properties.author == ""


def test_several_posters_are_as_many_sheets():
    paper = Document(BytesIO(docx([POSTER, LONG, POSTER])))
    breaks = sum(run._element.xml.count('w:type="page"') for p in paper.paragraphs for run in p.runs)
    assert (breaks, len(paper.inline_shapes)) == (2, 3)


def test_a_drawing_is_whole_and_fetches_nothing():
    drawn = svg(POSTER).decode()
    texts = [node.text for node in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 (our own drawing)
    assert texts == ["扫码反映", "湖滨街道<中心>站", "东坡路 & 平海路口", "ABC 234", POSTER.how, ADDRESS]
    assert re.findall(r"(?:href|src|url\()", drawn) == []


def test_long_names_are_drawn_on_two_lines_within_the_margins():
    texts = list(ET.fromstring(svg(LONG).decode()).iter("{http://www.w3.org/2000/svg}text"))  # noqa: S314 (our own drawing)
    assert [node.text for node in texts[1:3]] == ["湖滨街道东坡路社区青年路", "公寓代表联络站第二接待点"]
    assert {node.get("textLength") for node in texts} <= {None, "170"}
