"""A matter that is refused, objected to, handled, rated badly, called back about, handled again, and good at last."""

import pytest

from tests.journeys.words import all_zh, label, zh

pytestmark = pytest.mark.browser

REFUSED = "这件事由市里直接管理，请拨打 12345。"
OBJECTION = "12345 说归街道管，请再看看。"
COMPLAINT, ON_THE_PHONE, DECIDED = "只补了一半。", "居民说靠墙那一段没有补。", "回访核实：确有一段未补种。"


def test_a_refused_matter_comes_back_and_is_good_in_the_second_round(arrive, town):
    opinion = town.opinion("triaged")
    page = f"/o/{opinion.number}/"
    clerk = arrive("office", desk=True).sign_in(town.person("hb.office"))
    resident = arrive("resident").sign_in(town.resident_row())
    refused(clerk.go(page))
    objected(resident.go(page))
    clerk.go(page).take("Hand over to departments", lambda form: to_unit(form, town.unit()))
    opinion.refresh_from_db()
    take_on(town, opinion)
    rated(resident.go(page), "Very dissatisfied", COMPLAINT)
    called_back(clerk.go(page))
    town.handle(opinion)
    assert resident.go(page).texts("section h2 + .card .prose").count("已补种灌木 40 株。") == 2  # of both rounds
    rated(resident, "Satisfied", "")
    assert resident.rail()[-1] == (zh("Rated"), "done")
    read_once_more(clerk.go(page))


def refused(clerk):
    def fill(form):
        form.get_by_label(zh("Not a matter for subdistrict or district")).check()
        form.get_by_label(label("The reason for the resident")).fill(REFUSED)

    clerk.take("Don't accept", fill)


def objected(resident):
    assert resident.rail() == [(zh("Sent"), "done"), (zh("Not accepted"), "current")]
    assert REFUSED in resident.reads("section.matter-next")
    resident.follow("Object")
    resident.field("Reason").fill(OBJECTION)
    resident.press("Object")
    assert resident.at() == zh("Being handled")
    assert resident.page.get_by_role("link", name=zh("Object"), exact=True).count() == 0


def to_unit(form, unit):
    form.get_by_label(label("Leading unit")).select_option(str(unit.pk))


def take_on(town, opinion):
    """What the unit does is told in the other journeys."""
    town._to_accepted(opinion, "hb")
    town.finish(opinion)


def rated(resident, level, words):
    resident.page.get_by_label(zh(level), exact=True).check()
    resident.field("Anything else?").fill(words)
    resident.press("Send the rating")


def called_back(clerk):
    def fill(form):
        form.get_by_label(zh("Reached"), exact=True).check()
        form.get_by_label(label("Is it solved?")).select_option("no")
        form.get_by_label(label("What the resident said")).fill(ON_THE_PHONE)

    clerk.take("Write down the call-back", fill)
    assert clerk.texts("article.matter header .badge")[0] == zh("Called back, to be decided")
    clerk.take("Take up again", lambda form: form.get_by_label(label("What decides it")).fill(DECIDED))


def read_once_more(clerk):
    """The second round, what was said on the phone, and every turn that it took."""
    assert zh("Round %(n)s", n=2) in clerk.texts("article.matter header .badge")
    assert ON_THE_PHONE in clerk.reads()
    told = " ".join(clerk.timeline())
    turns = (
        *all_zh("The resident objected", "The resident rated the result"),
        *(zh(words, context="done") for words in ("Not accepted", "Called back", "Taken up again")),
    )
    assert [turn for turn in turns if turn not in told] == []
