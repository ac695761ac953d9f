"""What can't be done at once is promised by somebody until a day: it is open, in public, until it is kept; or late."""

from datetime import timedelta

import pytest

from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.policies.actions import move_clock
from minsheng.instruments.opinions.actions import Copy
from minsheng.kernel import clock
from tests.journeys.cast import at_work
from tests.journeys.photos import photo
from tests.journeys.words import label, zh

pytestmark = pytest.mark.browser

UNIT, OWNER = "公共管理办公室", "绿化养护科"
PLAN, KEPT = "枯死的灌木列入下月统一补种。", "已全部补种，并浇了定根水。"
PLANNED = "It can't be solved at once, but it is planned. The matter stays open until it is done."
RATE = "You have an answer. Please say how satisfied you are"
MONTH = timedelta(days=30)


def test_a_promise_is_open_in_public_with_its_unit_and_day_until_it_is_kept(arrive, town):
    opinion = town.opinion("accepted")
    page, day = f"/o/{opinion.number}/", clock.today() + MONTH
    handler, office = (at_work(arrive, town.person(f"hb.{name}"), name) for name in ("pm", "office"))
    resident = at_work(arrive, town.resident_row(), "resident", desk=False)
    promised(handler.go(page), day)
    shown(office.go(page))
    reads(resident.go(page), OWNER, PLAN, zh(PLANNED))
    assert resident.at() == zh("Being handled")
    everyone = arrive("everyone").go("/public/").follow("What was promised")
    assert stands(everyone, opinion) == "Not yet due"
    assert everyone.knows(OWNER) == []
    kept(handler.go(page))
    assert resident.go(page).knows(KEPT) == []
    office.go(page).take("Confirm that it is kept", of=UNIT)
    reads(resident.go(page), KEPT)
    assert resident.at() == zh("Answered")
    assert resident.page.locator("form.matter-rate").is_visible()
    assert stands(everyone.go("/public/promises/?state=kept"), opinion) == "Kept"


def promised(handler, day):
    """By the unit's answer, which says who sees to it and by when."""

    def fill(form):
        form.get_by_label(label("What was done")).fill(PLAN)
        form.get_by_label(zh("Planned")).check()
        form.get_by_label(label("Who will see to it")).fill(OWNER)
        form.get_by_label(label("Promised by")).fill(day.isoformat())

    handler.take("Answer", fill, of=UNIT)


def shown(office):
    """The office lets the plan stand, and shows it to everyone."""
    office.take("Pass the answer", of=UNIT)
    assert badge(office.go(office.path)) == zh("Promised for later")
    office.take("Show to the public")


def kept(handler):
    """The unit reports it as done, with a photo."""

    def fill(form):
        form.get_by_label(label("What was done")).fill(KEPT)
        handler.add_photos(photo("after"), within=form)

    handler.take("Report it done", fill, of=UNIT)


def test_a_promise_that_is_not_kept_in_time_is_late_for_everyone_to_see(arrive, town):
    opinion = town.opinion("promised")
    town.publish(opinion, Copy(opinion.title, opinion.text, PLAN))
    move_clock(MONTH + timedelta(days=2), by=SYSTEM)
    everyone = arrive("everyone").go("/public/promises/?state=overdue")
    assert stands(everyone, opinion) == "Overdue"
    handler = at_work(arrive, town.person("hb.pm"), "handler").go("/desk/")
    handler.open_row(opinion.number)
    assert zh("Overdue by %(long)s", long="").strip() in handler.reads("article.matter header")
    town.keep(town.promise(opinion))
    assert stands(everyone.go("/public/promises/?state=late"), opinion) == "Kept late"
    assert zh("Kept late") in everyone.go(f"/public/{opinion.number}/").reads()


def badge(official):
    """The state that the head of the matter tells."""
    return official.texts("article.matter header .badge")[0]


def reads(resident, *words):
    assert [word for word in words if word not in resident.reads()] == []


def stands(everyone, opinion):
    """How the public list of promises says that it stands."""
    known = {zh(words, context="promise"): words for words in ("Not yet due", "Overdue", "Kept", "Kept late")}
    return known[everyone.reads(f"ul.rows a[href='/public/{opinion.number}/'] .badge")]
