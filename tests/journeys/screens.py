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
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""All that a change of colours can break."""
RUN = "runOnly => axe.run(document, {runOnly, resultTypes: ['violations']}).then(found => found.violations)"
DARK = "document.documentElement.dataset.theme = 'dark'"
LOOKS = {"light": {}, "large print": {"elder": "on"}, "English": {"language": "en"}}
"""Dark is looked at on the light page: the server says it by one attribute."""
PLAIN = {"theme": "light", "elder": "off", "language": "zh-hans"}
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


def flaws(arrive, matters, screen):
    """What is wrong with a screen in any look, a line each."""
    person = arrive(screen.who.split()[0], desk=screen.desk, has_touch=True, reduced_motion="reduce")
    if screen.who in matters.clients:
        person.has_session_of(matters.clients[screen.who])
    person.announced.add(screen.status)
    path = screen.path.format(**matters.numbers)
    return [f"{look}: {flaw}" for look in LOOKS for flaw in _flaws(person, path, screen, look)]


def _flaws(person, path, screen, look):
    person.prefers(**(PLAIN | LOOKS[look]))
    first, second = (DESK, PHONE) if screen.desk else (PHONE, DESK)
    person.page.set_viewport_size(first)
    person.go(path)
    screen.act(person)
    person.page.evaluate(AXE)
    yield from _axe(person.page, TAGS)
    yield from _measured(person.page, first, look)
    yield from _measured(person.page, second, look)
    if look == "light":
        person.page.set_viewport_size(first)
        person.page.evaluate(DARK)
        yield from (f"dark: {told}" for told in _axe(person.page, COLOURS))


def _axe(page, rules):
    for violation in page.evaluate(RUN, rules):
        for node in violation["nodes"]:
            yield f"axe {violation['id']}: {node['target'][0]} {node['html'][:100]}"


def _measured(page, size, look):
    """Taps are measured where there are fingers: a desk has a mouse."""
    page.set_viewport_size(size)
    least = LARGE if look == "large print" else USUAL
    for told in page.evaluate(MEASURE, least if size == PHONE else 0):
        yield f"{size['width']} px: {told}"
