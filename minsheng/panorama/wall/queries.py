"""What stands on the wall, read from below: some ten short queries, whatever the year has seen."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import pgettext

from minsheng.ground.duties.queries import lamps
from minsheng.ground.figures import queries as figures
from minsheng.ground.journal.queries import edition
from minsheng.ground.people.actors import Actor
from minsheng.ground.places import queries as places
from minsheng.ground.places.models import Place
from minsheng.ground.policies.queries import value
from minsheng.instruments.publishing import queries as publishing
from minsheng.instruments.publishing.models import Publication
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES, Key, Subject
from minsheng.panorama.wall import outlines
from minsheng.panorama.wall.figures import COUNTERS, MODULES, TODAY, measures, shares

DAYS: Final = 14
LINES: Final = 5
HIGH: Final = 100
ON_MAP: Final = ("sent", "received", "in_hand", "answered")


def version() -> tuple[int, int, str]:
    """Changes with every act, and each minute, for clocks run out by themselves."""
    return *edition(), f"{clock.now():%d%H%M}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day's pair of bars: what came in and what was closed, and how high each stands."""

    day: date
    came: int
    closed: int
    most: int

    @property
    def heights(self) -> tuple[int, int]:
        return round(self.came * HIGH / self.most), round(self.closed * HIGH / self.most)


def shown(streets: list[Place]) -> dict[str, Any]:
    """All that is on the wall of these streets: of one only what is its own."""
    place = streets[0] if len(streets) == 1 else None
    return {
        "today": clock.today(),
        "scope": place or places.district(),
        **_counted(place),
        "days": _days(place),
        "clocks": _clocks(streets),
        **_map(streets, place),
        "ending": pgettext("end of the name of a street", " Subdistrict"),
        "ticker": publishing.told(LINES, place),
    }


def _counted(place: Place | None) -> dict[str, Any]:
    rates, day = shares(), clock.today()
    where: figures.Scope = {"since": day, "until": day}
    where |= {"place": place} if place else {}
    year = figures.this_year(*measures(rates), place=place)
    today = figures.totals(*(counter.measure for counter in COUNTERS), **where)
    least = value("insights.small")["least"]
    return {
        "modules": [(one, [(c, year[c.measure], today[c.measure]) for c in one.counters]) for one in MODULES],
        "flow": [(c, year[c.measure], today[c.measure]) for c in TODAY],
        "shares": [(share, share.n < least) for share in (rate.of(year) for rate in rates)],
    }


def _days(place: Place | None) -> list[Day]:
    last = clock.today()
    where: figures.Scope = {"since": last - timedelta(days=DAYS - 1), "until": last}
    where |= {"place": place} if place else {}
    came, closed = figures.daily("opinions.submitted", "opinions.closed", **where).values()
    most = max([*came.values(), *closed.values(), 1])
    days = [last - timedelta(days=ago) for ago in reversed(range(DAYS))]
    return [Day(day, came.get(day, 0), closed.get(day, 0), most) for day in days]


def _clocks(streets: list[Place]) -> list[tuple[Place, tuple[int, ...]]]:
    found = lamps([street.pk for street in streets])
    return [(street, found.get(street.pk, (0, 0, 0))) for street in streets]


def _map(streets: list[Place], place: Place | None) -> dict[str, Any]:
    drawn = outlines.drawing(place.code if place else "")
    points = publishing.points(place=place)["features"]
    stages = Counter(point["properties"]["stage"] for point in points)
    counted = {"stages": [(stage, Publication.Stage(stage).label, stages[stage]) for stage in ON_MAP]}
    if drawn is None:
        return counted
    named = {street.code: street for street in streets}
    areas = [(one, named.get(one.code)) for one in drawn.outlines]
    return counted | {"drawing": drawn, "areas": areas, "dots": outlines.dots(drawn, points)}


def matters(keys: Iterable[Key]) -> dict[Key, int]:
    """The matters of some subjects, each with how many of these are its own or its parts."""
    wanted = Counter(keys)
    parts = {kind for kind, _number in wanted if kind in TABLES and _is_part(kind)}
    whole = {key: key for key in wanted if key[0] not in parts}
    for kind in parts:
        rows = TABLES[kind].model._default_manager.filter(number__in=[n for k, n in wanted if k == kind])
        whole |= {row.key: row.matter_key for row in rows}
    found: Counter[Key] = Counter()
    for key, n in wanted.items():
        found[whole.get(key, key)] += n
    return dict(found)


def _is_part(kind: str) -> bool:
    return TABLES[kind].model.matter_key is not Subject.matter_key


def seen(keys: Iterable[Key], actor: Actor) -> list[Key]:
    """Those matters that the actor may see, the latest first by number."""
    return sorted(_seen(set(keys), actor), key=lambda key: key[1], reverse=True)


def _seen(keys: set[Key], actor: Actor) -> Iterator[Key]:
    for kind in {kind for kind, _number in keys}:
        door = TABLES[kind].visible_to if kind in TABLES else None
        if door:
            rows = door(actor).filter(number__in=[number for k, number in keys if k == kind])
            yield from ((kind, number) for number in rows.order_by().values_list("number", flat=True))
