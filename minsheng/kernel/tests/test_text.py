import pytest

from minsheng.kernel.text import words

NUMBERS = (
    "19900000012",
    "199 0000 0012",
    "199-0000-0012",
    "1990 0000 012",
    "+86 19900000012",
    "8619900000012",
    "１９９００００００１２",
    "0571-80000012",
    "（0571）8000 0012",
    "057180000012",
    "0571-8000001",
    "80000012",
    "8000 0012",
    "33010200000000001X",
)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_reaches_somebody_is_no_word(number):
    for text in (f"请打{number}找我", f"电话：{number}。", number):
        assert set(words(text).split()) <= {"请", "打", "找", "我", "电", "话", "电话", "86"}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("3幢2单元", "3 幢 2 单元"),
        ("20260415 积水", "20260415 积水"),
        ("2026-04-15", "2026 04 15"),
        ("96345热线", "96345 热线"),
        ("SC-HB-2026-000123", "sc hb 2026 000123"),
        ("SC-HB-T2026-000012-1", "sc hb t2026 000012 1"),
        ("1500000 元", "1500000 元"),
    ],
)
def test_other_numbers_stay(text, cut):
    assert words(text, asked=True) == cut


@pytest.mark.parametrize("asked", ["路灯", "路灯不亮", "不亮", "灯", "三号楼", "sc-hb-2026-000123", "000123"])
def test_what_is_asked_for_is_among_the_words_of_a_text_that_holds_it(asked):
    said = words("三号楼前的路灯不亮了，请派人修（SC-HB-2026-000123）。").split()
    assert [word for word in words(asked, asked=True).split() if word not in said] == []
