import re

from minsheng.ui.storage import SHEET, SOURCES, HashedStatic, OneSheet, fold, folded

KILOBYTE = 1024


def test_the_sheet_is_one_file_within_its_budget():
    text = folded().read_text()
    assert "@import" not in text
    assert len(text.encode()) < 60 * KILOBYTE


def test_its_layers_are_in_the_houses_order():
    first = folded().read_text().split(";", 1)[0]
    assert first == "@layer reset,tokens,base,layout,components,rooms,utilities"


def test_every_part_is_in_the_sheet():
    named = set(re.findall(r'url\("(css/[a-z]+\.css)"\)', (SOURCES / "ui.css").read_text()))
    assert named == {f"css/{path.name}" for path in (SOURCES / "css").glob("*.css")}


def test_braces_are_balanced_in_every_part():
    for path in (SOURCES / "css").glob("*.css"):
        assert (path.name, path.read_text().count("{")) == (path.name, path.read_text().count("}"))


def test_a_part_keeps_its_layer_and_medium():
    sheet = '/* why */ @import url("css/a.css") layer(utilities) print;'
    assert fold(sheet, lambda _name: "a { color: red; }") == "@media print{@layer utilities{a{color:red;}}}"


def test_a_descendants_colon_keeps_its_space():
    assert fold("a :hover > b { color: red }", str) == "a :hover>b{color:red}"


def test_the_finder_finds_nothing_else():
    finder = OneSheet()
    assert (finder.find(SHEET), finder.find("ui/other.css")) == (str(folded()), [])


def test_before_anything_is_collected_names_stay_as_they_are(tmp_path):
    assert HashedStatic(location=tmp_path, base_url="/static/").stored_name("ui/ui.css") == "ui/ui.css"
