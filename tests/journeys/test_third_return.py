"""Three units say that a matter is not theirs: then a joint meeting decides, one level higher, and that binds.

The resident reads all the while that it is seen to, and nothing of who sent it to whom.
"""

import pytest

from minsheng.instruments.dispatch.actions import redirect
from tests.journeys.cast import at_work
from tests.journeys.words import label, zh

pytestmark = pytest.mark.browser

FIRST, SECOND, THIRD = "公共管理办公室", "公共服务办公室", "区域发展办公室"
LAST = "综合行政执法队"
NOT_OURS = "这段绿化不归我们养护。"
INSTRUCTION, MEETING = "本周内定下来由谁办。", "联席会议议定，由综合行政执法队牵头办理。"
INSIDE = (SECOND, THIRD, NOT_OURS, INSTRUCTION, MEETING)
SEEN_TO = "The congress work office sees to it that the right unit takes it in hand."
PASSED_ON = "It was passed on to %(unit)s, which will take it in hand."
SEND_BACK, DISPUTE, DIRECT, DECIDE = (
    "Send back",
    "Ask for a joint decision",
    "Give an instruction",
    "Record the joint decision",
)


def test_what_three_units_send_back_is_decided_jointly_and_can_not_be_sent_back_again(arrive, town):
    opinion = town.opinion("sent")
    page = f"/o/{opinion.number}/"
    resident = at_work(arrive, town.resident_row(), "resident", desk=False)
    office, director = (at_work(arrive, town.person(f"hb.{name}"), name) for name in ("office", "director"))
    sent_back_once(at_work(arrive, town.person("hb.pm"), "first").go(page), office, page)
    reads(resident.go(page), zh(PASSED_ON, unit=SECOND), at="Being handled", but=SECOND)
    sent_back_twice(town, opinion)
    disputed(at_work(arrive, town.person("hb.rd"), "third").go(page))
    reads(resident.go(page), zh(SEEN_TO), at="Being handled")
    instructed(director.go("/desk/"), opinion.number)
    decided(office.go(page))
    reads(resident.go(page), zh(PASSED_ON, unit=LAST), at="Being handled")
    bound(at_work(arrive, town.person("hb.le"), "last").go(page))
    assert director.go("/escalations/").texts(".row-title") == [opinion.title]


def sent_back_once(handler, office, page):
    """By the unit, which says whose it is; the office follows the suggestion."""
    handler.take(SEND_BACK, lambda form: not_ours(form, SECOND), of=FIRST)
    office.go(page)
    assert badge(office) == zh("Sent back by the unit")
    office.take("Redirect", of=FIRST)
    assert office.page.locator(".card h2").all_inner_texts() == [SECOND]


def sent_back_twice(town, opinion):
    """The second time is like the first."""
    order = town.send_back(town.lead(opinion), by=town.by("hb.ps"), to=THIRD)
    redirect(order, unit=town.unit(THIRD), by=town.by("hb.office"))


def not_ours(form, whose):
    form.get_by_label(zh("不属于本单位职责")).check()
    form.get_by_label(label("Whose it should be")).select_option(label=whose)
    form.get_by_label(label("Explanation")).fill(NOT_OURS)


def disputed(handler):
    """The third unit has no other way out."""
    assert zh(SEND_BACK) not in handler.steps(THIRD)
    handler.take(DISPUTE, lambda form: not_ours(form, LAST), of=THIRD)


def instructed(director, number):
    """It is one level higher: the director finds it among what is to be done."""
    director.open_row(number)
    level, ground = zh("Street working committee"), zh("Sent back again and again")
    assert [level in director.reads(), ground in director.reads()] == [True, True]

    def fill(form):
        form.get_by_label(label("Instruction")).fill(INSTRUCTION)
        form.get_by_label(label("To be done by")).fill("2099-12-31")

    director.take(DIRECT, fill)


def decided(office):
    assert badge(office) == zh("To be decided jointly")
    assert INSTRUCTION in office.reads()
    office.take(DECIDE, lambda form: form.get_by_label(label("What the joint meeting decided")).fill(MEETING), of=THIRD)
    assert office.page.locator(".card h2").all_inner_texts()[-1] == LAST


def bound(handler):
    """The last unit takes it on: nothing else is offered."""
    assert zh("Decided jointly") in handler.reads()
    assert [zh(step) in handler.steps(LAST) for step in ("Accept", SEND_BACK, DISPUTE)] == [True, False, False]
    handler.tap("Accept", of=LAST)
    assert badge(handler.go(handler.path)) == zh("Being handled")


def badge(official):
    """The state that the head of the matter tells."""
    return official.texts("article.matter header .badge")[0]


def reads(resident, sentence, *, at, but=""):
    """What happens next, in the resident's words; nothing of what is said inside."""
    assert resident.at() == zh(at)
    assert sentence in resident.reads("section.matter-next")
    assert resident.knows(*(word for word in INSIDE if word != but)) == []
