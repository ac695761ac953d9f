"""The wall: whose it is, that its numbers are right, what it never shows, when it says that nothing changed."""

from datetime import timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from minsheng.ground.figures.figures import MEASURES
from minsheng.ground.figures.queries import recount
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.people.models import Contact, Person
from minsheng.instruments.escalations import actions as escalations
from minsheng.instruments.escalations.models import Escalation
from minsheng.instruments.opinions.actions import Copy, exits, reveal
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from minsheng.panorama.wall.figures import COUNTERS, MODULES

pytestmark = pytest.mark.django_db

BUDGET = 14
SIGNED_IN = ("django_session", "people_person", "people_appointment", "people_substitution")
COPY = Copy("绿化补种", "绿化带的灌木已请人来看。")

OWN, OTHER, ALL = ("湖滨街道", 1), ("凯旋街道", 1), ("上城区", 14)
GRID = {
    "hb.office": OWN,
    "kx.office": OTHER,
    "hb.director": OWN,
    "hb.gov": OWN,
    "district": ALL,
    "auditor": ALL,
    "hb.pm": 403,
    "kx.station": 403,
    "admin": 403,
    ("HB", 1): 403,
    "": 302,
}
"""Whose wall it is: the place that it is of, and how many streets' clocks; or the status of whoever has none."""


@pytest.fixture
def several(town, wednesday):
    """Some matters of two streets, one of them public, one confidential."""
    with clock.at(wednesday - timedelta(days=6)):
        public, hidden = town.opinion("accepted"), town.opinion("answered", text="举报某某偷挖地下室，电话 19900000099")
        town.publish(public, COPY)
        town.opinion("closed", initials="KX")
        town.hide(hidden)
    town.report()
    exits.answer_on_spot(town.opinion("received"), answer="当场说明了补种时间。", by=town.deputy())
    return public, hidden


def test_whose_wall_it_is(at, several):
    seen = {}
    for who in GRID:
        page = at(who).page()
        shown = page.context and page.status_code == 200
        seen[who] = (str(page.context["scope"]), len(page.context["clocks"])) if shown else page.status_code
    assert seen == GRID


@pytest.mark.parametrize("path", ["/wall/figures/opinions.submitted/", "/wall/clocks/330102003/red/"])
def test_the_lists_are_for_the_same_people(at, path):
    assert {who: at(who).page(path).status_code for who in GRID} == {
        who: 404 if who == "kx.office" and "clocks" in path else 200 if isinstance(of, tuple) else of
        for who, of in GRID.items()
    }


def test_what_there_is_no_list_of_is_not_found(at):
    paths = ("figures/stolen/", "figures/orders.issued/", "clocks/330102003/blue/", "clocks/1/red/")
    assert [at("district").page(f"/wall/{path}").status_code for path in paths] == [404] * 4


def test_every_number_equals_a_recount_of_the_journal(town, at, several):
    escalations.escalate(several[0], reason="major", by=town.by("hb.office"))
    take(Escalation.objects.get(), "settle", by=SYSTEM)
    page = at("district").page().context
    shown = {c.measure: year for _module, counters in page["modules"] for c, year, _now in counters}
    shown |= {c.measure: year for c, year, _now in page["flow"]}
    told = dict.fromkeys((counter.measure for counter in COUNTERS), 0)
    for kind, name in {(act[0], measure.name) for act, found in MEASURES.items() for measure in found}:
        if name in told:
            told[name] += sum(recount(kind, name).values())
    assert shown == told
    assert {name: n for name, n in shown.items() if n and not name.startswith("task")} == {
        "opinions.submitted": 5,
        "opinions.answered": 2,
        "opinions.closed": 1,
        "opinions.received": 4,
        "opinions.spot_answered": 1,
        "escalations.raised": 1,
        "escalations.settled": 1,
    }


def test_every_number_opens_the_list_of_what_it_counts(at, several):
    wall = at("district")
    numbers = wall.numbers()
    assert len(numbers) >= len(COUNTERS) + 3 * 14
    for href, n in numbers.items():
        assert (href, wall.page(href).context["acts"]) == (href, n)


def test_today_and_this_year_are_told_apart(at, several):
    flow = {counter.measure: (year, today) for counter, year, today in at("hb.office").page().context["flow"]}
    assert flow == {"opinions.submitted": (4, 2), "opinions.answered": (1, 0), "opinions.closed": (0, 0)}


def test_the_last_fortnight_stands_day_by_day(at, several, wednesday):
    days = at("district").page().context["days"]
    assert [len(days), days[-1].day, days[-1].heights] == [14, wednesday.date(), (67, 0)]
    assert {day.day.day: (day.came, day.closed) for day in days if day.came} == {3: (3, 1), 9: (2, 0)}


def test_clocks_turn_amber_and_red_by_themselves(at, several, wednesday):
    """The order is late already; of the two of today, the deputy has 24 hours, the office until its day ends."""
    seen = {}
    for hours in (0, 23, 24 * 60):
        with clock.at(wednesday + timedelta(hours=hours)):
            clocks = at("district").page().context["clocks"]
        seen[hours] = {str(street): n for street, n in clocks if n[0]}
    assert seen == {0: {"湖滨街道": (3, 0, 1)}, 23: {"湖滨街道": (3, 1, 1)}, 24 * 60: {"湖滨街道": (3, 0, 3)}}


def test_satisfaction_says_by_which_formula_of_how_many_and_how_much_is_not_rated(town, at, several):
    town.opinion("rated")
    page = at("hb.office").again_whole()
    shares = at("hb.office").page().context["shares"]
    assert [(share.rate.code, share.top, share.n, few) for share, few in shares] == [
        ("satisfied", 0, 1, True),
        ("good", 0, 1, True),
        ("good_of_all", 0, 1, True),
        ("unrated", 0, 1, True),
    ]
    assert [str(share.rate.formula) in page for share, _few in shares] == [True] * 4


def test_the_ticker_tells_what_is_public_and_stops_at_once_when_it_is_no_more(town, at, several):
    public, _hidden = several
    wall = at("district")
    told = [(row.number, str(words)) for _at, row, words in wall.page().context["ticker"]]
    assert told[0] == (public.number, "已公开")
    assert {number for number, _words in told} == {public.number}
    town.unpublish(public)
    page = wall.page().context
    assert [page["ticker"], page["dots"], public.number in wall.again_whole()] == [[], [], False]


def test_nothing_of_a_confidential_matter_stands_on_any_wall_or_list(town, at, several):
    public, hidden = several
    town.publish(town.opinion("accepted"), COPY)
    town.hide(public)
    private = (hidden.number, public.number, hidden.title, "举报", "19900000099")
    for who in ("hb.gov", "district", "auditor"):
        wall = at(who)
        text = wall.page().content.decode() + wall.again_whole()
        text += "".join(wall.page(href).content.decode() for href, n in wall.numbers().items() if n)
        assert (who, {word for word in private if word in text}) == (who, set())


def test_no_wall_names_anybody(town, at, several):
    names = [name for name in Person.objects.exclude(name="").values_list("name", flat=True) if name != "民声"]
    phones = [contact.phone for contact in Contact.objects.all() if contact.phone]
    text = at("district").again_whole()
    assert {private for private in (*names, *phones) if private in text} == set()


def test_what_has_not_changed_is_not_sent_again_and_what_has_is_at_once(town, at, several):
    wall = at("district")
    answers = [wall.again().status_code, wall.again().status_code, wall.again().status_code]
    town.report(initials="KX")
    assert [*answers, wall.again().status_code, wall.again().status_code] == [200, 304, 304, 200, 304]


def test_a_look_at_a_confidential_matter_changes_no_edition(town, at, several):
    _public, hidden = several
    wall = at("district")
    wall.again()
    reveal(hidden, note="电话回访", by=town.by("hb.office"))
    assert wall.again().status_code == 304


def test_each_scope_and_language_has_an_edition_of_its_own(at, several):
    walls = [at("district"), at("hb.office"), at("kx.office"), at("hb.office")]
    walls[3].client.cookies["language"] = "en"
    editions = [wall.again() and wall.edition for wall in walls]
    assert len(set(editions)) == 4
    assert [label in walls[3].again_whole() for label in ("Linkage", "区街联动")] == [True, False]


def test_what_is_kept_is_nobodys_own(at, several):
    walls = [at("hb.office"), at("hb.gov"), at("hb.director")]
    assert len({wall.again_whole() for wall in walls}) == 1


def test_the_wall_asks_little_and_nothing_more_while_nothing_happens(at, several, monkeypatch):
    monkeypatch.setattr("django.db.models.query.DEFAULT_FETCH_MODE", models.FETCH_RAISE)
    wall = at("district")
    wall.again()
    asked = []
    for moment in (clock.now() + timedelta(minutes=1), clock.now() + timedelta(minutes=1, seconds=4)):
        with clock.at(moment), CaptureQueriesContext(connection) as queries:
            wall.again()
        asked.append([one["sql"] for one in queries if not any(table in one["sql"] for table in SIGNED_IN)])
    assert len(asked[0]) <= BUDGET, "\n".join(asked[0])
    assert len(asked[1]) <= 3, "\n".join(asked[1])


def test_the_navigation_and_the_numbers_lead_there(at):
    entries = {who: at(who).page("/notices/").context["governance_nav"] for who in ("hb.office", "district", "hb.pm")}
    found = {who: [entry.get("href") for entry in rows if entry["icon"] == "monitor"] for who, rows in entries.items()}
    assert found == {"hb.office": ["/wall/"], "district": ["/wall/"], "hb.pm": []}
    assert 'href="/wall/"' in at("district").page("/insights/").content.decode()


def test_whoever_was_signed_out_is_led_to_the_sign_in_page(at):
    answer = at("").again()
    assert (answer.headers["HX-Redirect"], "ETag" in answer.headers) == ("/signin/?next=/wall/", False)


def test_there_are_four_modules_of_three_counters_each():
    assert [len(module.counters) for module in MODULES] == [3, 3, 3, 3]
