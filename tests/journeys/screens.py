"""Every screen of the loop, who looks at it, and in which looks."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from minsheng.demo.pictures import picture
from minsheng.ground.files.actions import keep
from minsheng.ground.files.queries import of
from minsheng.instruments.opinions import actions
from tests.cluster import ROOT
from tests.journeys.cast import Folk, client_of

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
MEASURE = (Path(__file__).parent / "looks.js").read_text().partition("\n")[2]
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
SIZES = [*COLOURS, "target-size", "scrollable-region-focusable"]
"""All that a change of colours, of sizes can break."""
RUN = "runOnly => axe.run(document, {runOnly, resultTypes: ['violations']}).then(found => found.violations)"
TURN = "look => { Object.assign(document.documentElement.dataset, look) }"
DARK, LIGHT, ELDER = {"theme": "dark"}, {"theme": "light"}, {"elder": ""}
"""Colours and size are attributes of the page and nothing else: `test_the_server_says_a_look_in_attributes`."""
USUAL, LARGE = 44, 60
"""The least size of what one taps."""
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
STATES = ("submitted", "transferred", "triaged", "accepted", "answered_by_unit", "answered")


def nothing(_person):
    """What most screens need before they are looked at."""


def sends(person):
    """Send a form as it is; it comes back."""
    person.page.evaluate("document.querySelectorAll('main form').forEach(form => { form.noValidate = true })")
    with person.answered_with(422), person.page.expect_navigation():
        person.page.locator("main form .button-primary").last.click()


def opens(step):
    """Open a step's form in place."""
    return lambda person: person.opens(step)


@dataclass(frozen=True)
class Screen:
    """A page as one kind of person sees it; `{answered}` in its path stands for the number of a matter so far."""

    name: str
    who: str
    path: str
    act: Callable = nothing
    desk: bool = False
    status: int = 200

    def __str__(self):
        return self.name


SERVICE = (
    Screen("home", "nobody", "/"),
    Screen("report", "nobody", "/report/"),
    Screen("report with mistakes", "nobody", "/report/", sends),
    Screen("sign in", "nobody", "/signin/"),
    Screen("staff sign in", "nobody", "/signin/staff/"),
    Screen("public list", "nobody", "/public/"),
    Screen("public list, nothing found", "nobody", "/public/?q=xyzzy"),
    Screen("public matter", "nobody", "/public/{rated}/"),
    Screen("about", "nobody", "/about/"),
    Screen("nothing there", "nobody", "/o/SC-HB-2020-000001/", status=404),
    Screen("follow", "another resident", "/follow/opinions.opinion/{rated}/"),
    Screen("report, signed in", "resident", "/report/"),
    Screen("my matters", "resident", "/mine/"),
    Screen("my data", "resident", "/me/"),
    Screen("messages", "resident", "/notices/"),
    Screen("my matter, just sent", "resident", "/o/{submitted}/"),
    Screen("my matter, in hand", "resident", "/o/{accepted}/"),
    Screen("my matter, to be rated", "resident", "/o/{answered}/"),
    Screen("my matter, closed", "resident", "/o/{rated}/"),
)
GOVERNANCE = (
    Screen("deputy's inbox", "deputy", "/desk/"),
    Screen("deputy's matter", "deputy", "/o/{submitted}/"),
    Screen("deputy passes on", "deputy", "/o/{submitted}/transfer/"),
    Screen("office's inbox", "office", "/desk/", desk=True),
    Screen("office's inbox, a matter open", "office", "/desk/?open={transferred}", desk=True),
    Screen("office's matter", "office", "/o/{transferred}/", desk=True),
    Screen("triage in place", "office", "/o/{transferred}/", opens("triage"), desk=True),
    Screen("triage with mistakes", "office", "/o/{transferred}/triage/", sends, desk=True),
    Screen("hand over", "office", "/o/{triaged}/dispatch/", desk=True),
    Screen("office checks", "office", "/o/{answered_by_unit}/", desk=True),
    Screen("show to the public", "office", "/o/{answered}/publish/", desk=True),
    Screen("opinions", "office", "/opinions/", desk=True),
    Screen("show the phone number", "office", "/o/{transferred}/reveal/", desk=True),
    Screen("handler's inbox", "handler", "/desk/", desk=True),
    Screen("handler's matter", "handler", "/o/{accepted}/", desk=True),
    Screen("answer in place", "handler", "/o/{accepted}/", opens("answer"), desk=True),
    Screen("official's notices", "office", "/notices/", desk=True),
)


class Matters:
    """One opinion in every state, all of one resident, and a browser session of everybody who looks at them."""

    def __init__(self):
        town = Folk()
        self.numbers = {state: self._opinion(town, state).number for state in STATES}
        answered = self._opinion(town, "answered")
        chosen = [file for key in (answered.key, town.lead(answered).key) for file in of(*key)]
        copy = actions.Copy(answered.title, answered.text, "已补种灌木 40 株。", chosen)
        actions.publish(answered, copy=copy, by=town.by("hb.office"))
        self.numbers["rated"] = actions.rate(answered, rating=5, words="很好", by=town.resident()).number
        people = {
            "resident": town.resident_row(),
            "another resident": town.residents(2)[1],
            "deputy": town.deputy_row().person,
            "office": town.person("hb.office"),
            "handler": town.person("hb.pm"),
        }
        self.clients = {name: client_of(person) for name, person in people.items()}

    def _opinion(self, town, state):
        photos = [keep(picture("shrub", after=False, seed=i), by=town.resident()) for i in range(2)]
        return town.opinion(state, photos=photos)


def flaws(person, path, screen):
    """What is wrong with a screen in any look, a line each."""
    person.announced = {screen.status}
    page = _seen(person, path, screen, "zh-hans")
    found = [*_flaws(page, screen, "Chinese", ALL, USUAL), *_coloured(page)]
    page.evaluate(TURN, ELDER)
    found += _flaws(page, screen, "large print", SIZES, LARGE)
    page = _seen(person, path, screen, "en")
    return [*found, *_flaws(page, screen, "English", ALL, USUAL)]


def _seen(person, path, screen, language):
    person.page.set_viewport_size(DESK if screen.desk else PHONE)
    person.prefers(language=language).go(path)
    screen.act(person)
    person.page.evaluate(f"() => {{ {AXE} }}")
    return person.page


def _flaws(page, screen, look, rules, least):
    """Taps are measured where there are fingers: a desk has a mouse."""
    yield from (f"{look}: {told}" for told in _axe(page, rules))
    for size in (PHONE, DESK) if screen.desk else (DESK, PHONE):
        page.set_viewport_size(size)
        for told in page.evaluate(MEASURE, least if size == PHONE else 0):
            yield f"{look}, {size['width']} px: {told}"


def _coloured(page):
    page.evaluate(TURN, DARK)
    yield from (f"dark: {told}" for told in _axe(page, COLOURS))
    page.evaluate(TURN, LIGHT)


def _axe(page, rules):
    for violation in page.evaluate(RUN, rules):
        for node in violation["nodes"]:
            yield f"axe {violation['id']}: {node['target'][0]} {node['html'][:100]}"
