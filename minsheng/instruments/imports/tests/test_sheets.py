"""Files as they come: encodings, delimiters, line numbers, workbooks, and what is none."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from minsheng.instruments.imports import sheets
from minsheng.instruments.imports.sheets import Unreadable
from minsheng.instruments.imports.tests.conftest import GOOD, table


def read(path):
    sheet = sheets.opened(path)
    return sheet.headings, [(line.number, line.cells, bool(line.wrong)) for line in sheet.lines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_utf_8_with_or_without_a_mark_and_gb18030_are_read(file, encoding):
    assert read(file(GOOD, encoding=encoding)) == (["time", "title", "text"], [(2, list(GOOD), False)])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_encodings_are_refused(file, encoding):
    with pytest.raises(Unreadable):
        sheets.opened(file(GOOD, encoding=encoding))


def test_damaged_utf_8_is_not_taken_for_gb18030(file):
    content = table(*[GOOD] * 20)
    with pytest.raises(Unreadable):
        sheets.opened(file(content[:-3] + b"\xff\n"))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_mark_between_cells_is_found_by_the_headings(file, mark):
    said = f"time{mark}title{mark}text\n2019-01-01{mark}路灯,河道{mark}a;b\n".replace("路灯,河道", '"路灯,河道"')
    headings, rows = read(file(said.replace("a;b", '"a;b"').encode()))
    assert (headings, rows) == (["time", "title", "text"], [(2, ["2019-01-01", "路灯,河道", "a;b"], False)])


def test_a_line_is_numbered_where_it_begins_in_the_file(file):
    said = 'time,title,text\r\n\r\n2019-01-01,甲,"一\r\n二\n三"\r\n2019-01-02,乙,四\r\n'
    assert [(number, cells[2]) for number, cells, _wrong in read(file(said.encode()))[1]] == [
        (3, "一\r\n二\n三"),
        (6, "四"),
    ]


def test_a_line_whose_quotes_do_not_match_is_wrong_and_the_next_is_read(file):
    said = 'time,title,text\n2019-01-01,甲,"一"二\n2019-01-02,乙,三\n2019-01-03,丙,"四\n'
    assert [(number, wrong) for number, _cells, wrong in read(file(said.encode()))[1]] == [
        (2, True),
        (3, False),
        (4, True),
    ]


def test_a_line_with_more_cells_than_headings_is_wrong_unless_they_are_empty(file):
    said = "time,title,text\n2019-01-01,甲,一,二\n2019-01-02,乙,三,,\n"
    assert [wrong for _number, _cells, wrong in read(file(said.encode()))[1]] == [True, False]


def test_a_cell_of_any_length_is_read_or_said_to_be_too_long(file):
    rows = read(file((*GOOD[:2], "长" * 140_000), GOOD))[1]
    assert [(number, wrong) for number, _cells, wrong in rows] == [(2, True), (3, False)]


def test_a_file_with_nothing_in_it_says_so(file):
    with pytest.raises(Unreadable):
        _ = sheets.opened(file(b"")).headings
    with pytest.raises(Unreadable):
        sheets.opened(file()).count()


def book(*rows):
    made, out = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def test_a_workbook_is_read_with_its_dates_numbers_and_row_numbers(file):
    made = book(
        ("time", "title", "text", "lon"),
        (datetime.fromisoformat("2019-02-28 11:25:05"), 5, "甲\n乙", 120.5),
        (),
        ("x",),
    )
    assert read(file(made, name="2019.dat"))[1] == [
        (2, ["2019-02-28 11:25:05", "5", "甲\n乙", "120.5"], False),
        (4, ["x"], False),
    ]


def test_a_formula_is_read_as_its_value_which_nothing_has_computed(file):
    assert read(file(book(("time", "title", "text"), ("2019-01-01", "=1+1", "甲"))))[1] == [
        (2, ["2019-01-01", "", "甲"], False)
    ]


def test_a_damaged_workbook_and_an_old_one_are_refused(file):
    with pytest.raises(Unreadable):
        sheets.opened(file(book(("time",))[:200]))
    with pytest.raises(Unreadable):
        sheets.opened(file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("hello.txt", "hello")
    with pytest.raises(Unreadable):
        _ = sheets.opened(file(out.getvalue())).headings


def test_a_workbook_that_unpacks_to_far_too_much_is_refused_unopened(file, monkeypatch):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"0" * 3_000_000)
    monkeypatch.setattr(sheets, "UNPACKED", 2_000_000)
    with pytest.raises(Unreadable):
        sheets.opened(file(out.getvalue()))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Unreadable):
        sheets.opened(tmp_path / "nowhere.csv")
