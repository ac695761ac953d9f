"""What leads to a person is masked, what doesn't stays. Numbers here are invented and never issued."""

import pytest

from minsheng.instruments.publishing.masks import suggest

IDENTITY = "110101" + "19900307" + "001X"
PLAIN = "110101" + "19901345" + "0012"
CARD = "6222" + "0000" + "1111" + "2222" + "333"

MASKED = [
    ("请打 19900000001 联系我", "请打 *** 联系我", "phone"),
    ("请打199-0000-0001。", "请打***。", "phone"),
    ("电话：１９９ ００００ ０００１", "电话：***", "phone"),
    ("1 9 9 0 0 0 0 0 0 0 1 我的号", "*** 我的号", "phone"),
    ("+86 19900000001", "***", "phone"),
    ("物业0571-87654321没人接", "物业***没人接", "phone"),
    ("物业（0571）8765 没人接，座机87654321", "物业（0571）8765 没人接，座机***", "phone"),
    ("(0571)87654321转8012", "***", "phone"),
    (f"身份证{IDENTITY}", "身份证***", "identity"),
    (f"身份证 {IDENTITY.lower()}，请核实", "身份证 ***，请核实", "identity"),
    (f"号码{PLAIN}", "号码***", "identity"),
    ("老证110101900307001", "老证***", "identity"),
    (f"退到{CARD}", "退到***", "bank"),
    ("退到6222 0000 1111 2222 333", "退到***", "bank"),
    ("浙A·12345占道", "***占道", "plate"),
    ("浙a12345", "***", "plate"),
    ("新能源车浙AD12345", "新能源车***", "plate"),
    ("浙AF1234警一直停着", "***一直停着", "plate"),
    ("车牌号 A8K77X 的车", "车牌号 *** 的车", "plate"),
    ("发到 wang.li@example.cn", "发到 ***", "email"),
    ("微信号：abc_12345", "微信号：***", "wechat"),
    ("加vx abc12345", "加vx ***", "wechat"),
    ("QQ群12345678", "QQ群***", "qq"),
    ("qq是 123456", "qq是 ***", "qq"),
    ("我住3幢2单元501室", "我住***", "door"),
    ("12号楼三单元五零一室", "***", "door"),
    ("3栋501漏水", "***漏水", "door"),
    ("2单元502漏水", "***漏水", "door"),
    ("我家12-2-301", "我家***", "door"),
    ("凤起路12号3幢18楼1802室", "凤起路12号***", "door"),
]

KEPT = [
    "3幢楼道里堆满纸箱",
    "2单元门口的路灯坏了",
    "2024年3月12日到2024-10-11，一共37户居民",
    "凤起东路12号门口，祖庙巷附近",
    "电价0.538元，面积123.45平方米",
    "请打12345或者110，8路公交车",
    "一室一厅，三室两厅，办公室",
    "3栋1200户居民",
    "小区充电桩只有六个，排队要1个小时",
    "微信支付、QQ、电话都打不通",
    "SC-HB-2026-000123",
    "A座大堂的空调，B座电梯",
]


@pytest.mark.parametrize(("text", "public", "what"), MASKED)
def test_what_leads_to_a_person_is_masked_and_said(text, public, what):
    found = suggest(text)
    assert (found.text, [one.what for one in found.found]) == (public, [what])


@pytest.mark.parametrize("text", KEPT)
def test_what_leads_to_nobody_stays_as_it_was_written(text):
    assert (suggest(text).text, suggest(text).found) == (text, ())


def test_several_things_are_listed_in_the_order_of_the_text_as_they_stood_there():
    found = suggest("我是3幢2单元501室的，电话１９９００００００02，车浙A·12345。")
    assert found.text == "我是***的，电话***，车***。"
    assert [(one.what, one.text) for one in found.found] == [
        ("door", "3幢2单元501室"),
        ("phone", "１９９００００００02"),
        ("plate", "浙A·12345"),
    ]


def test_every_kind_of_thing_has_a_label():
    assert [str(one.label) for one in suggest("19900000001，浙A12345").found] == ["电话号码", "车牌号"]


def test_masking_a_masked_text_changes_nothing():
    once = suggest("".join(text for text, _public, _what in MASKED)).text
    assert suggest(once).text == once


LONG = 10_000
STUBBORN = [
    "a", "A.", "a@", "@", "a.b-", "a@b", "1", "1 ", "0", "8", "86 ", "+86-", "13-", "1-1-", "vx", "vx ", "vx:a", "qq",
    "qq ", "微信号", "微信 ", "电话", "电话 ", "车牌", "车牌a", "车牌号码 ", "浙", "浙a", "浙a·", "浙a·1b", "一", "一 ",
    "一幢", "1号楼", "1单元", "1单元 ", "1层", "1幢1单元1层", "(0571)", "4111-", "4111 ", "110101 19", "\0", " ", "\n",
]  # fmt: skip


@pytest.mark.timeout(5)
@pytest.mark.parametrize("piece", STUBBORN)
def test_no_text_takes_long(piece):
    """Nearly a match at every place: six times 0.05 s here, and beyond the timeout with the square of the length."""
    text = (piece * LONG)[:LONG]
    for whole in (text, f"vx{text}", f"车牌{text}", f"电话{text}", f"{text}@", f"x@{text}"):
        assert len(suggest(whole).text) <= len(whole)


def test_an_address_however_long_is_masked_whole():
    assert suggest(f"发到 {'wang.li' * 20}@mail.example.cn。").text == "发到 ***。"
