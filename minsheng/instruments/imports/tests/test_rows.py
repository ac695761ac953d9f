"""What a line says, and why it can't go in."""

from datetime import datetime
from decimal import Decimal

import pytest

from minsheng.ground.places.queries import centre
from minsheng.ground.policies.queries import category
from minsheng.instruments.imports.columns import NAMES, guessed, insisted, unknown
from minsheng.instruments.imports.rows import Bad, Checker, moment
from minsheng.instruments.imports.sheets import Line
from minsheng.instruments.imports.tests.conftest import GOOD
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong

pytestmark = pytest.mark.django_db

ALL = {name: place for place, name in enumerate(NAMES)}


def row(*, own_ids=False, **said):
    cells = dict(zip(("time", "title", "text"), GOOD, strict=True)) | said
    return Checker(ALL, own_ids=own_ids).row(Line(2, [cells.get(name, "") for name in ALL]))


def reason(**said):
    with pytest.raises(Bad) as found:
        row(**said)
    return str(found.value)


def at(*numbers):
    return datetime(*numbers, tzinfo=clock.ZONE)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2019/2/28 11:25:05", (2019, 2, 28, 11, 25, 5)),
        ("2019-02-28 11:25", (2019, 2, 28, 11, 25)),
        ("2019-02-28T03:25:05Z", (2019, 2, 28, 11, 25, 5)),
        ("2019-02-28T05:25:05.123+02:00", (2019, 2, 28, 11, 25, 5)),
        ("2019-02-28", (2019, 2, 28)),
        ("2019年2月28日", (2019, 2, 28)),
        ("2019.2.28 9:05", (2019, 2, 28, 9, 5)),
        ("43524", (2019, 2, 28)),
        ("43524.4757523148", (2019, 2, 28, 11, 25, 5)),
    ],
)
def test_times_are_read_as_people_and_spreadsheets_write_them(said, meant):
    assert moment(said) == at(*meant)


@pytest.mark.parametrize(
    "said", ["", "昨天", "2019-13-01", "2019-02-30", "2999-01-01", "1899-12-31", "28/2/2019", "24:00"]
)
def test_times_that_can_not_be_are_bad(said):
    assert len(reason(time=said)) > 3


def test_a_moment_just_ahead_of_the_clock_is_in_the_future():
    with clock.at(at(2019, 2, 28, 11, 25, 4)):
        assert reason() == "时间晚于现在"


def test_the_text_is_kept_as_it_stands_and_the_title_is_cut():
    found = row(text="  甲\r\n乙 ", title="题" * 121)
    assert (found.text, found.heading) == ("  甲\r\n乙 ", "题" * 119 + "…")


def test_texts_have_one_to_ten_thousand_characters():
    assert row(text="长" * 10_000).text == "长" * 10_000
    assert reason(text="长" * 10_001) == "内容超过 10000 字"
    assert {reason(text=" \n"), reason(text="")} == {"没有内容"}


def test_a_row_without_title_or_with_too_few_cells_is_bad():
    assert reason(title=" ") == "没有标题"
    with pytest.raises(Bad, match="没有内容"):
        Checker(ALL).row(Line(2, list(GOOD[:2])))


def test_null_characters_are_bad():
    assert reason(text="路\x00灯") == "含有空字符，文件可能已损坏"


def test_numbers_are_mobile_or_landline():
    assert row(contact_phone="+86 199-0000-0001").phone == "19900000001"
    assert row(contact_phone="(0571)87761234").phone == "057187761234"
    assert "12345" not in reason(contact_phone="12345")


def test_categories_are_found_by_code_by_name_and_without_the_zero_that_spreadsheets_eat():
    known = category("01.05")
    assert row(category="01.05").category == row(category=known.name).category == row(category="1.05").category == known
    assert reason(category="外星人") == "没有这个分类，或有多个分类同名"


def test_points_are_whole_possible_and_within_the_district(town):
    lon, lat = centre(town.community())
    found = row(lon=str(lon), lat=str(lat))
    assert (found.located.street, found.lon) == (town.street(), Decimal(str(lon)).quantize(Decimal("0.000001")))
    assert reason(lon="120.1") == "经度、纬度只填了一个"
    assert {reason(lon="190", lat="30"), reason(lon="NaN", lat="30"), reason(lon="东", lat="30")} == {
        "经度或纬度不是有效的度数"
    }
    assert reason(lon="116.4", lat="39.9") == "位置不在本区范围内"


def test_names_and_addresses_that_are_too_long_to_keep_are_bad():
    assert {reason(contact_name="名" * 41), reason(address="路" * 201)} == {"姓名超过 40 字", "地址超过 200 字"}


def test_the_same_row_has_the_same_digest_however_it_is_written():
    same = {row().digest, row(time="2019-02-28 11:25:05").digest, row(title=f" {GOOD[1]} ").digest}
    others = {row(id="1").digest, row(id="2").digest, row(text="别的").digest, row(contact_phone="19900000001").digest}
    assert (len(same), len(others | same)) == (1, 5)


def test_in_a_named_source_the_id_alone_tells_rows_apart():
    assert row(id="1", own_ids=True).digest == row(id="1", text="改过的", own_ids=True).digest
    assert row(id="1", own_ids=True).digest != row(id="2", own_ids=True).digest
    assert row(own_ids=True).digest == row().digest


def test_columns_are_known_by_either_name_however_it_is_spaced():
    headings = ["编号", "时 间", " TITLE", "内容", "Contact Phone", "点赞"]
    assert insisted(headings) == {"id": 0, "time": 1, "title": 2, "text": 3, "contact_phone": 4}
    assert unknown(headings, guessed(headings)) == ["点赞"]


def test_missing_columns_and_double_ones_are_refused_by_name():
    with pytest.raises(Wrong, match="text"):
        insisted(["time", "title"])
    with pytest.raises(Wrong, match="内容"):
        insisted(["time", "title", "text", "内容"])
