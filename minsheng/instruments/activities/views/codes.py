"""Station codes and deputy codes (站点码与代表码): seen, printed, replaced; and the poster of one activity."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from minsheng.ground.codes import actions
from minsheng.ground.codes.models import Code
from minsheng.ground.codes.posters import Poster, docx, svg
from minsheng.ground.codes.queries import found as known
from minsheng.ground.codes.queries import spaced
from minsheng.ground.people import guards
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Deputy
from minsheng.ground.places.models import Place, Station
from minsheng.instruments.activities import access, queries
from minsheng.instruments.activities.models import Activity
from minsheng.kernel import clock
from minsheng.kernel.http import HtmxRequest, reply

STATION: Final = "places.station"
DEPUTY: Final = "people.deputy"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAWING: Final = "image/svg+xml"


@dataclass(frozen=True, slots=True)
class Coded:
    """Something with its code, as the page lists it."""

    name: str
    more: str
    code: Code

    @property
    def address(self) -> str:
        """What the squares say."""
        return f"{settings.PUBLIC_ADDRESS}{reverse('codes:code', args=[self.code.short])}"

    @property
    def short(self) -> str:
        return spaced(self.code.short)


@require_safe
@guards.only_roles(*access.PRINTERS)
def codes(request: HtmxRequest) -> HttpResponse:
    """The stations and deputies in reach, street by street, each with its code. Codes are made when first looked at."""
    streets = list(queries.streets_of(request.actor))
    street = _street(request, streets)
    context = {
        "streets": streets,
        "street": street,
        "stations": _stations(queries.stations_at(request.actor, street)),
        "deputies": _deputies(queries.deputies_at(request.actor, street)),
    }
    return reply(request, "activities/codes.html", context)


def _street(request: HttpRequest, streets: list[Place]) -> Place | None:
    chosen = request.GET.get("street", "")
    return next((street for street in streets if street.code == chosen), streets[0] if streets else None)


def _stations(rows: Iterable[Station]) -> list[Coded]:
    found = list(rows)
    made = actions.codes_for(STATION, [row.code for row in found], settings.DISTRICT)
    return [Coded(str(row), row.address, made[row.code]) for row in found]


def _deputies(rows: Iterable[Deputy]) -> list[Coded]:
    found = list(rows)
    made = actions.codes_for(DEPUTY, [row.code for row in found], settings.DISTRICT)
    return [Coded(row.person.name, row.code, made[row.code]) for row in found]


def of_activity(found: Activity) -> Coded:
    """The code of an activity, made when first looked at."""
    return Coded(queries.title_of(found), found.address, actions.code_for(found.key, found.district))


@require_safe
@guards.only_roles(*access.PRINTERS)
def posters(request: HtmxRequest) -> HttpResponse:
    """All posters of a street in one file."""
    street = _street(request, list(queries.streets_of(request.actor)))
    with override(settings.LANGUAGE_CODE):
        stations = [_of_station(one) for one in _stations(queries.stations_at(request.actor, street))]
        deputies = [_of_deputy(one) for one in _deputies(queries.deputies_at(request.actor, street))]
        return _file(docx([*stations, *deputies]), WORD, f"{street or ''}{_('posters')}.docx")


@require_safe
@guards.only_roles(*access.PRINTERS)
def as_docx(request: HtmxRequest, short: str) -> HttpResponse:
    """One poster as a Word file."""
    with override(settings.LANGUAGE_CODE):
        poster = _poster(request.actor, short)
        return _file(docx([poster]), WORD, f"{poster.name}.docx")


@require_safe
@guards.only_roles(*access.PRINTERS)
def as_svg(request: HtmxRequest, short: str) -> HttpResponse:
    """One poster as a drawing."""
    with override(settings.LANGUAGE_CODE):
        poster = _poster(request.actor, short)
        return _file(svg(poster), DRAWING, f"{poster.name}.svg")


@require_POST
@guards.only_roles(*access.PRINTERS)
def replace(request: HtmxRequest, short: str) -> HttpResponse:
    """Make a new code, for the old one's posters are lost or tampered with; the old one says that it was replaced."""
    code = _code(short)
    _named(request.actor, code)
    fresh = actions.replace(code, by=request.actor)
    said = _("The new code is %(code)s. Posters with the old one lead nowhere now; print new ones.")
    messages.success(request, said % {"code": spaced(fresh.short)})
    return redirect("activities:codes")


def _code(short: str) -> Code:
    """A living code."""
    code = known(short)
    if code is None or code.retired_at:
        raise Http404
    return code


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}  # noqa: FBT003 (Django's flag)
    return HttpResponse(content, content_type=kind, headers=headers)


def _poster(actor: Actor, short: str) -> Poster:
    code = _code(short)
    return POSTERS[code.kind](_named(actor, code))


def _named(actor: Actor, code: Code) -> Coded:
    """What a code stands for, if the actor may print its poster; 404 otherwise."""
    named: Any = NAMED.get(code.kind)
    found = named(actor, code) if named else None
    if found is None:
        raise Http404
    name, more = found
    return Coded(name, more, code)


def _station_named(actor: Actor, code: Code) -> tuple[str, str] | None:
    row = queries.stations_of(actor).filter(code=code.number).first()
    return (str(row), row.address) if row else None


def _deputy_named(actor: Actor, code: Code) -> tuple[str, str] | None:
    row = queries.deputies_of(actor).filter(code=code.number).first()
    return (row.person.name, row.code) if row else None


def _activity_named(actor: Actor, code: Code) -> tuple[str, str] | None:
    row = access.visible_to(actor).filter(number=code.number).first()
    if row is None or not access.holds(actor, row):
        return None
    starts = clock.local(row.starts)
    return queries.title_of(row), f"{starts:%Y-%m-%d %H:%M} {row.address}"


def _of_station(one: Coded) -> Poster:
    how = _("Scan the code, or type it at the address below: see which deputy receives today, and say what is wrong.")
    return Poster(_("Scan and tell us"), one.name, one.code.short, one.address, how, _lines(one.more))


def _of_deputy(one: Coded) -> Poster:
    how = _("Scan the code, or type it at the address below: it goes to this deputy, and you see what becomes of it.")
    lines = (_("Deputy to the people's congress"),)
    return Poster(_("Tell your deputy"), one.name, one.code.short, one.address, how, lines)


def _of_activity(one: Coded) -> Poster:
    how = _("Scan the code, or type it at the address below: when and where, check in, and say what you think.")
    return Poster(_("Come and take part"), one.name, one.code.short, one.address, how, _lines(one.more))


def _lines(more: str) -> tuple[str, ...]:
    return (more,) if more.strip() else ()


NAMED = {STATION: _station_named, DEPUTY: _deputy_named, Activity.kind(): _activity_named}
POSTERS = {STATION: _of_station, DEPUTY: _of_deputy, Activity.kind(): _of_activity}
