"""A month's roster as a table: what is read of it, and what is told of lines that can't be used."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from minsheng.instruments.activities import sheets
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong

pytestmark = pytest.mark.django_db

GOOD = (
    "日期,时间,代表编号\n2026-09-11,09:00-11:00,HB-01\n2026/9/12,9:00～11:00,hb-02\n2026年9月13日,14:00—16:00,HB-01\n"
)
BAD = """日期,时间,代表编号
2026-09-31,09:00-11:00,HB-01
2026-09-12,11:00-09:00,HB-01

2026-09-13,09:00-11:00,KX-01
2026-09-01,09:00-11:00,HB-01
2026-09-14,09:00-11:00,HB-01
"""


@pytest.fixture
def deputies(town):
    return [town.deputy_row("HB", n) for n in (1, 2, 3)]


def said(slots):
    return [
        (f"{clock.local(one.starts):%m-%d %H:%M}", f"{clock.local(one.ends):%H:%M}", one.deputy.code) for one in slots
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_as_people_write_it(deputies, encoding):
    slots, bad = sheets.read("roster.csv", GOOD.encode(encoding), deputies)
    assert (said(slots), bad) == (
        [("09-11 09:00", "11:00", "HB-01"), ("09-12 09:00", "11:00", "HB-02"), ("09-13 14:00", "16:00", "HB-01")],
        [],
    )


def test_lines_that_cant_be_used_are_told_with_their_number_and_reason(deputies):
    slots, bad = sheets.read("roster.csv", BAD.encode(), deputies)
    assert said(slots) == [("09-14 09:00", "11:00", "HB-01")]
    assert [(one.line, one.reason) for one in bad] == [
        (2, "日期无法识别，请写成 2026-12-04 的样子。"),
        (3, "时间无法识别，请写成 09:00-11:00 的样子。"),
        (5, "没有可在本站排班的在任代表使用这个编号。"),
        (6, "这个时间已经过去。"),
    ]


def test_a_workbook_is_read_with_its_dates(deputies):
    book = Workbook()
    sheet = book.active
    sheet.append(["日期", "时间", "代表编号"])
    sheet.append([clock.now().replace(tzinfo=None, day=20), "09:00-11:00", "HB-03"])
    target = BytesIO()
    book.save(target)
    slots, bad = sheets.read("roster.xlsx", target.getvalue(), deputies)
    assert (said(slots), bad) == ([("09-20 09:00", "11:00", "HB-03")], [])


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"PK nonsense"), ("a.csv", b"\0\1\2"), ("a.csv", b"\x81\xff")]
)
def test_what_is_no_table_is_told(deputies, name, content):
    with pytest.raises(Wrong):
        sheets.read(name, content, deputies)


def test_a_table_that_is_far_too_long_is_not_taken(deputies):
    with pytest.raises(Wrong):
        sheets.read("a.csv", b"2026-09-14,09:00-11:00,HB-01\n" * 1001, deputies)
