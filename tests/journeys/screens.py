"""Every screen, who looks at it, and in which looks."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from minsheng.demo.pictures import picture
from minsheng.ground.files.actions import keep
from minsheng.ground.files.queries import of
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after, asking
from minsheng.kernel import clock
from tests.cluster import ROOT
from tests.journeys.beside import beside
from tests.journeys.cast import Folk, client_of
from tests.journeys.rooms import rooms
from tests.town import EXITS

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
MEASURE = (Path(__file__).parent / "looks.js").read_text().partition("\n")[2]
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
SIZES = ["scrollable-region-focusable"]
"""All that a change of colours, of sizes can break; what one taps is measured by us, more strictly."""
RUN = """([within, runOnly]) => {
    const options = { runOnly, preload: false, resultTypes: ["violations"] };
    return axe.run(document.querySelector(within), options).then((found) => found.violations);
}"""
TURN = "look => { const now = document.documentElement.dataset; delete now.elder; Object.assign(now, look) }"
LIGHT, DARK, ELDER = {"theme": "light"}, {"theme": "dark"}, {"theme": "light", "elder": ""}
"""Colours and size are attributes of the page and nothing else: `test_the_server_says_a_look_in_attributes`."""
NUMBER = re.compile(r"[A-Z]{2}-[A-Z]{2}-\d{4}-\d{6}[\w-]*")
USUAL, LARGE = 44, 60
"""The least size of what one taps."""
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
PAGE, FORM = ":root", "form.step-form"
STATES = ("submitted", "received", "transferred", "triaged", "sent", "accepted", "answered_by_unit", "answered")


def nothing(_person):
    """What most screens need before they are looked at."""


def sends(person):
    """Send a form as it is; it comes back with our sentences, the browser's own are off."""
    with person.answered_with(422):
        person.sends(person.page.locator("main form .button-primary").last)


@dataclass(frozen=True)
class Screen:
    """A page as one kind of person sees it; `{answered}` in its path stands for the number of a matter so far.

    With `forms`, every step form that the page offers is opened in its place and looked at too.
    """

    name: str
    who: str
    path: str
    act: Callable = nothing
    desk: bool = False
    status: int = 200
    forms: bool = False

    def __str__(self):
        return self.name


SERVICE = (
    Screen("home", "nobody", "/"),
    Screen("home, signed in", "resident", "/"),
    Screen("report", "nobody", "/report/"),
    Screen("report with mistakes", "nobody", "/report/", sends),
    Screen("sign in", "nobody", "/signin/"),
    Screen("staff sign in", "nobody", "/signin/staff/"),
    Screen("public list", "nobody", "/public/"),
    Screen("public list, nothing found", "nobody", "/public/?q=xyzzy"),
    Screen("public matter", "nobody", "/public/{closed}/"),
    Screen("about", "nobody", "/about/"),
    Screen("privacy", "nobody", "/privacy/"),
    Screen("nothing there", "nobody", "/o/SC-HB-2020-000001/", status=404),
    Screen("follow", "another resident", "/follow/opinions.opinion/{closed}/"),
    Screen("report, signed in", "resident", "/report/"),
    Screen("my matters", "resident", "/mine/"),
    Screen("my data", "resident", "/me/"),
    Screen("messages", "resident", "/notices/"),
    Screen("my matter, just sent", "resident", "/o/{submitted}/"),
    Screen("my matter, received", "resident", "/o/{received}/"),
    Screen("my matter, in hand", "resident", "/o/{accepted}/"),
    Screen("my matter, to be rated", "resident", "/o/{answered}/"),
    Screen("my matter, closed", "resident", "/o/{closed}/"),
    *(Screen(f"my matter, {exit_}", "resident", f"/o/{{{exit_}}}/") for exit_ in (*EXITS, "callback", "asked")),
    Screen("object", "resident", "/o/{not_accepted}/contest/", sends),
    Screen("my receipt", "resident", "/o/{submitted}/receipt/"),
    Screen("matters of the year", "nobody", "/year/received/"),
    Screen("choose a community", "nobody", "/here/"),
    Screen("map", "nobody", "/public/map/"),
    Screen("a station", "nobody", "/stations/{station}/"),
    Screen("a deputy", "nobody", "/deputies/HB-01/"),
    Screen("a closed station", "nobody", "/stations/nowhere/", status=404),
    Screen("a code, typed wrongly", "nobody", "/c/", sends),
    Screen("a code that leads nowhere", "nobody", "/c/ZZZZZZ/", status=404),
    Screen("what takes place", "nobody", "/activities/"),
    Screen("an activity", "nobody", "/activities/{running}/"),
    Screen("check in, wrongly", "resident", "/activities/{running}/checkin/", sends),
    Screen("the council", "nobody", "/council/"),
    Screen("its members", "nobody", "/council/members/330102003/"),
    Screen("a public notice", "nobody", "/council/n/{notice}/"),
    Screen("recommend with mistakes", "resident", "/council/recommend/", sends),
    Screen("a member's council", "member", "/council/"),
    Screen("a member's meeting", "member", "/council/m/{ahead}/"),
    Screen("a questionnaire with mistakes", "resident", "/surveys/{survey}/?at={asked_at}", sends),
    Screen("promises", "nobody", "/public/promises/"),
    Screen("ask to take a copy off, with mistakes", "nobody", "/public/{closed}/takedown/", sends),
    Screen("what came of asking", "nobody", "{asked_off}"),
    Screen("have everything deleted", "resident", "/me/erase/"),
    Screen("everything is deleted", "nobody", "/erased/"),
    Screen("it is like mine", "another resident", "/o/{late}/support/"),
)
DEPUTY = (
    Screen("deputy's inbox", "deputy", "/desk/"),
    Screen("deputy's list", "deputy", "/opinions/"),
    Screen("deputy's matter", "deputy", "/o/{submitted}/", forms=True),
    Screen("deputy's matter, received", "deputy", "/o/{received}/", forms=True),
    Screen("deputy's matter, closed", "deputy", "/o/{closed}/"),
    Screen("deputy passes on", "deputy", "/o/{submitted}/transfer/"),
    Screen("deputy's notices", "deputy", "/notices/"),
)
OFFICE = (
    Screen("office's inbox", "office", "/desk/", desk=True),
    Screen("office's inbox, a matter open", "office", "/desk/?open={transferred}", desk=True),
    Screen("opinions", "office", "/opinions/", desk=True),
    Screen("opinions, nothing found", "office", "/opinions/?q=xyzzy", desk=True),
    Screen("to be triaged", "office", "/o/{transferred}/", desk=True, forms=True),
    Screen("to be handed over", "office", "/o/{triaged}/", desk=True, forms=True),
    Screen("sent back by the unit", "office", "/o/{returned}/", desk=True, forms=True),
    Screen("answer to be checked", "office", "/o/{answered_by_unit}/", desk=True, forms=True),
    Screen("to be rated", "office", "/o/{answered}/", desk=True, forms=True),
    Screen("to be called back", "office", "/o/{rated}/", desk=True, forms=True),
    Screen("called back, to be decided", "office", "/o/{callback}/", desk=True, forms=True),
    Screen("offered elsewhere", "office", "/o/{handed_over}/", desk=True, forms=True),
    Screen("united with another one", "office", "/o/{merged}/", desk=True, forms=True),
    Screen("closed and public", "office", "/o/{closed}/", desk=True, forms=True),
    Screen("kept confidential", "director", "/o/{hidden}/", desk=True, forms=True),
    Screen("confidential list", "director", "/opinions/confidential/", desk=True),
    Screen("show the phone number, without a reason", "office", "/o/{transferred}/reveal/", sends, desk=True),
    Screen("rules", "office", "/rules/", desk=True),
    Screen("official's notices", "office", "/notices/", desk=True),
)
UNIT = (
    Screen("handler's inbox", "handler", "/desk/", desk=True),
    Screen("to be accepted", "handler", "/o/{sent}/", desk=True, forms=True),
    Screen("to be answered", "handler", "/o/{accepted}/", desk=True, forms=True),
    Screen("reported back", "handler", "/o/{answered_by_unit}/", desk=True, forms=True),
)
ROOMS = (
    Screen("activities", "office", "/activities/", desk=True),
    Screen("an activity that goes on", "office", "/activities/{running}/", desk=True, forms=True),
    Screen("an activity that is over", "deputy", "/activities/{held}/"),
    Screen("announce with mistakes", "office", "/activities/new/", sends, desk=True),
    Screen("minutes", "office", "/activities/{held}/minutes/", desk=True),
    Screen("the code to check in", "office", "/activities/{running}/screen/", desk=True),
    Screen("answers to a questionnaire", "office", "/surveys/{survey}/", desk=True, forms=True),
    Screen("rosters", "office", "/activities/roster/", desk=True),
    Screen("a roster", "office", "/activities/roster/{station}/", desk=True),
    Screen("put on the roster with mistakes", "office", "/activities/roster/{station}/add/", sends, desk=True),
    Screen("a table of the roster, missing", "office", "/activities/roster/{station}/import/", sends, desk=True),
    Screen("codes", "office", "/activities/codes/", desk=True),
    Screen("import without a file", "office", "/imports/new/", sends, desk=True),
    Screen("which column is which", "office", "{upload}", desk=True),
    Screen("an import with gaps", "office", "{job}", desk=True),
    Screen("register a visitor with mistakes", "office", "/register/", sends, desk=True),
    Screen("receipt", "office", "/o/{transferred}/receipt/", desk=True),
    Screen("practice mode", "office", "/desk/practice/", desk=True),
    Screen("categories", "office", "/rules/categories/", desk=True),
    Screen("the council's desk", "director", "/council/", desk=True),
    Screen("a recommendation", "office", "/council/n/{nominee}/", desk=True, forms=True),
    Screen("a recommendation under notice", "director", "/council/n/{notice}/", desk=True, forms=True),
    Screen("enter a member with mistakes", "director", "/council/enter/", sends, desk=True),
    Screen("convene with mistakes", "office", "/council/convene/", sends, desk=True),
    Screen("a council meeting to come", "office", "/council/m/{ahead}/", desk=True, forms=True),
    Screen("a council meeting that is over", "director", "/council/m/{sitting}/", desk=True, forms=True),
)
BESIDE = (
    Screen("followed up by a deputy", "deputy", "/o/{followed}/", forms=True),
    Screen("to be decided jointly", "office", "/o/{disputed}/", desk=True, forms=True),
    Screen("one level higher", "director", "/o/{disputed}/", desk=True, forms=True),
    Screen("escalated matters", "director", "/escalations/", desk=True),
    Screen("escalate with mistakes", "office", "/escalations/raise/opinions.opinion/{accepted}/", sends, desk=True),
    Screen("more time is asked for", "office", "/o/{waiting}/", desk=True, forms=True),
    Screen("explained on the spot", "office", "/o/{explained}/", desk=True, forms=True),
    Screen("promised, and late", "handler", "/o/{late}/", desk=True, forms=True),
    Screen("said to be kept", "office", "/o/{claimed}/", desk=True, forms=True),
    Screen("at the street office's desk", "street desk", "/o/{at_desk}/", desk=True, forms=True),
    Screen("why this time", "handler", "/duties/{duty}/", desk=True),
    Screen("phrases", "handler", "/phrases/", sends, desk=True),
    Screen("to be taken off", "office", "/public/takedowns/{takedown}/", desk=True, forms=True),
    Screen("versions of a copy", "office", "/public/{closed}/history/", desk=True),
    Screen("posts", "director", "/desk/posts/", desk=True),
    Screen("name a substitute, with mistakes", "director", "/desk/posts/{post}/", sends, desk=True),
    Screen("end an appointment", "director", "/desk/posts/{post}/end/{seat}/", desk=True),
    Screen("four platforms", "district", "/gateways/", desk=True),
    Screen("figures", "district", "/insights/", desk=True),
    Screen("what a figure counts", "district", "/insights/figures/received/", desk=True),
    Screen("the wall", "district", "/wall/", desk=True),
    Screen("what the wall counts", "district", "/wall/figures/opinions.submitted/", desk=True),
)
TASKS = (
    Screen("tasks", "district", "/tasks/", desk=True),
    Screen("a new task with mistakes", "district", "/tasks/new/", sends, desk=True),
    Screen("a draft of a task", "district", "/tasks/{task_draft}/", desk=True, forms=True),
    Screen("streets side by side", "district", "/tasks/{task}/", desk=True, forms=True),
    Screen("a report handed in", "district", "/tasks/streets/{task_submitted}/", desk=True, forms=True),
    Screen("a task to be reported", "office", "/tasks/streets/{task_running}/", desk=True, forms=True),
    Screen("a task to be planned", "director", "/tasks/streets/{task_signed}/", desk=True, forms=True),
    Screen("reports merged", "office", "/tasks/{task_merged}/", desk=True),
    Screen("the theme of a task", "deputy", "/tasks/{task}/"),
    Screen("what tasks rest on", "office", "/mandates/", desk=True),
    Screen("one of them", "district", "/mandates/{basis}/", desk=True, forms=True),
    Screen("enter one with mistakes", "office", "/mandates/new/", sends, desk=True),
)
GOVERNANCE = (*DEPUTY, *OFFICE, *UNIT, *ROOMS, *BESIDE, *TASKS)


class Matters:
    """One opinion in every state, all of one resident, the rooms around them, and sessions of all who look at them."""

    def __init__(self):
        town = Folk()
        self.numbers = self._earlier(town) | {state: self._opinion(town, state).number for state in STATES}
        self.numbers["rated"] = town.opinion("rated").number
        returned, hidden = town.opinion("sent"), town.opinion("transferred")
        town.send_back(town.lead(returned), by=town.by("hb.pm"))
        town.hide(hidden)
        self.numbers |= {"returned": returned.number, "hidden": hidden.number, "closed": self._closed(town)}
        self.numbers |= rooms(town) | beside(town, self.numbers)
        people = {
            "resident": town.resident_row(),
            "another resident": town.residents(2)[1],
            "deputy": town.deputy_row().person,
            "office": town.person("hb.office"),
            "director": town.person("hb.director"),
            "handler": town.person("hb.pm"),
            "member": town.residents(42)[-1],
            "street desk": town.person("hb.gov"),
            "district": town.person("district"),
        }
        self.clients = {name: client_of(person) for name, person in people.items()}

    def _earlier(self, town):
        """What is further on, from days before: nobody reports more than so much a day."""
        with clock.at(clock.now() - timedelta(days=91)):
            asked = town.opinion("answered")
            after.rate(asked, rating=4, by=town.resident())
        asking.ask(asked)
        with clock.at(clock.now() - timedelta(days=2)):
            made = {state: town.opinion(state) for state in (*EXITS, "callback")}
        return {state: opinion.number for state, opinion in (made | {"asked": asked}).items()}

    def _closed(self, town):
        """Rated well, and public with all its photos."""
        answered = self._opinion(town, "answered")
        chosen = [file for key in (answered.key, town.lead(answered).key) for file in of(*key)]
        copy = actions.Copy(answered.title, answered.text, "已补种灌木 40 株。", chosen)
        actions.publish(answered, copy=copy, by=town.by("hb.office"))
        return after.rate(answered, rating=5, words="很好", by=town.resident()).number

    def _opinion(self, town, state):
        photos = [keep(picture("shrub", after=False, seed=i), by=town.resident()) for i in range(2)]
        return town.opinion(state, photos=photos)


def flaws(person, path, screen):
    """What is wrong with a screen in any look, a line each. English has the colours and the structure of Chinese."""
    person.announced = {screen.status}
    return [*_in(person, path, screen, "zh-hans"), *_in(person, path, screen, "en")]


def _in(person, path, screen, language):
    """The page in a language, then each form that it opens in place, once for all pages that offer it."""
    sizes = [PHONE, DESK] if screen.desk else [DESK, PHONE]
    person.page.set_viewport_size(sizes[-1])
    person.prefers(language=language).go(path)
    screen.act(person)
    if language != "en":
        person.page.evaluate(AXE)
    yield from _looked(person.page, PAGE, language, sizes)
    for address in person.steps_offered() if screen.forms else ():
        form = (language, NUMBER.sub("", address))
        if form in person.looked_at:
            continue
        person.looked_at.add(form)
        person.opens(address)
        for told in _looked(person.page, FORM, language, sizes[-1:]):
            yield f"{address} {told}"


def _looked(page, within, language, sizes):
    """In each look; what is cut or too small to tap is measured at those sizes, the usual one last."""
    yield from _measured(page, sizes, language, USUAL)
    if language == "en":
        return
    yield from _axe(page, within, language, ALL)
    page.evaluate(TURN, DARK)
    yield from _axe(page, within, "dark", COLOURS)
    page.evaluate(TURN, ELDER)
    yield from _axe(page, within, "large print", SIZES)
    yield from _measured(page, sizes, "large print", LARGE)
    page.evaluate(TURN, LIGHT)


def _measured(page, sizes, look, least):
    """Taps are measured where there are fingers: a desk has a mouse."""
    for size in sizes:
        if page.viewport_size != size:
            page.set_viewport_size(size)
        for told in page.evaluate(MEASURE, least if size == PHONE else 0):
            yield f"{look}, {size['width']} px: {told}"


def _axe(page, within, look, rules):
    for violation in page.evaluate(RUN, [within, rules]):
        for node in violation["nodes"]:
            yield f"{look}: axe {violation['id']}: {node['target'][0]} {node['html'][:100]}"
