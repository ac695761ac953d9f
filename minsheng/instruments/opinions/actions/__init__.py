"""The verbs of an opinion: taking it in, and its usual way. Exits, and what follows an answer, stand beside it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from minsheng.ground.files import actions as files
from minsheng.ground.files.models import File
from minsheng.ground.links.actions import revoke
from minsheng.ground.people import actions as people
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Person, Post, Role, Unit
from minsheng.ground.people.queries import actor_of, deputies_post, unit_of
from minsheng.ground.places.actions import next_number
from minsheng.ground.places.models import Place, Station
from minsheng.ground.places.queries import station_for
from minsheng.ground.policies.models import Category
from minsheng.ground.policies.queries import value
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.queries import open_promises, standing
from minsheng.instruments.follows import actions as follows
from minsheng.instruments.opinions.actions.exits import release
from minsheng.instruments.opinions.hints import suspicion
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing import actions as publishing
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours
from minsheng.kernel.text import words
from minsheng.kernel.workflow import begin, begin_all, record, take


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an opinion: its street always, the rest as far as known. lon/lat in CGCS2000."""

    street: Place
    community: Place | None = None
    grid: Place | None = None
    address: str = ""
    lon: Decimal | None = None
    lat: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a resident sends, or staff for one. `sending` makes a second tap find the first one's opinion.

    `source` and `digest` make an imported row unique; `made_at` is when it was said, now by default. `number` is one
    that was given out before, by default it is the street's next. `plain`: a clerk found nothing in it to be hidden.
    """

    text: str
    where: Where
    photos: Sequence[File] = ()
    deputy_post: Post | None = None
    sending: uuid.UUID = field(default_factory=uuid.uuid4)
    channel: str = Opinion.Channel.WEB
    heading: str = ""
    activity: str = ""
    station: Station | None = None
    category: Category | None = None
    made_at: datetime | None = None
    source: str = ""
    digest: str = ""
    number: str = ""
    plain: bool = False


def submit(report: Report, *, by: Actor, address: str = "") -> Opinion:
    """Send an opinion: to the named deputy, else the station's deputies, else straight to the office.

    The same `sending` twice gives the same opinion. `address` is the sender's network address, for the limit.
    Raises TooOften.
    """
    again = Opinion.objects.filter(sending=report.sending, author=by.person_id).first()
    if again:
        return again
    limit("submit", by, address)
    try:
        return _send(report, by)
    except IntegrityError:
        again = Opinion.objects.filter(sending=report.sending, author=by.person_id).first()
        if again is None:
            raise
        return again


@transaction.atomic
def _send(report: Report, by: Actor) -> Opinion:
    if by.person_id is None:
        raise NotYours(_("Sign in before you send."))
    opinion = draft(report, desks(report.where), author_id=by.person_id, district=by.district)
    to = _hold(opinion)
    begin(opinion, "submit", by=by, photos=len(report.photos), **_suspected(to, opinion))
    files.attach(report.photos, kind=Opinion.kind(), number=opinion.number, role="before", by=by)
    follows.follow(opinion.key, by=by)
    return _passed_on(opinion, to)


def register(report: Report, *, author: Person | None, by: Actor) -> Opinion:
    """Enter an opinion for somebody who came by, called or wrote, with the clocks that `submit` starts.

    The same `sending` twice gives the same opinion. Whoever entered it can neither rate it nor call back about it.
    What sounds like an accusation or a court case is held as a resident's is, unless somebody of the office has judged.
    """
    return registered(report.sending, by=by) or _register(report, author, by)


@transaction.atomic
def _register(report: Report, author: Person | None, by: Actor) -> Opinion:
    to = desks(report.where, report.station)
    opinion = draft(report, to, author_id=author.pk if author else None, district=by.district)
    opinion.entered_at, opinion.entered_by_id = clock.now(), by.person_id
    held = {} if report.plain and by.is_(Role.OFFICE) else _hold(opinion)
    begin(opinion, "register", by=by, photos=len(report.photos), **_suspected(held, opinion))
    files.attach(report.photos, kind=Opinion.kind(), number=opinion.number, role="before", by=by)
    if author:
        follows.follow(opinion.key, by=actor_of(author, "resident"))
    return _passed_on(opinion, held)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who came by, called or wrote: a name, a mobile number or a landline, whether a code was read back from it.

    All may be missing: then the receipt's code is the only way to the matter.
    """

    name: str = ""
    phone: str = ""
    confirmed: bool = False


def register_for(visitor: Visitor, report: Report, *, by: Actor) -> Opinion:
    """`register` for somebody who may not be known yet; sent twice at once, it leaves one opinion and one person."""
    try:
        return _register_for(visitor, report, by)
    except IntegrityError:
        again = registered(report.sending, by=by)
        if again is None:
            raise
        return again


def registered(sending: uuid.UUID, *, by: Actor) -> Opinion | None:
    """What the actor has registered already under that sending."""
    return Opinion.objects.filter(sending=sending, entered_by=by.person_id).first()


@transaction.atomic
def _register_for(visitor: Visitor, report: Report, by: Actor) -> Opinion:
    again = registered(report.sending, by=by)
    if again:
        return again
    name, phone = visitor.name, visitor.phone
    author = people.visitor_of(phone, name=name, confirmed=visitor.confirmed) if phone else people.nameless(name)
    return _register(report, author, by)  # a second sending fails here, and takes its nameless person with it


def enter_all(drafts: list[Opinion], *, by: Actor) -> list[Opinion]:
    """Take over opinions from earlier records, see `draft`: original times, no clocks, nobody is told."""
    now = clock.now()
    for opinion in drafts:
        opinion.entered_at, opinion.entered_by_id, opinion.historical = now, by.person_id, True
    return begin_all(drafts, "enter", by=by)


def _hold(opinion: Opinion) -> dict[str, Post | None]:
    """What sounds like an accusation or a court case is hidden until the office has decided; no deputy is told.

    What is imported says it in its title as well.

    Returns the posts that it would have gone to, for `_passed_on` to keep.
    """
    opinion.suspected = suspicion(f"{opinion.heading}\n{opinion.text}" if opinion.heading else opinion.text)
    if not opinion.suspected:
        return {}
    opinion.hidden = Opinion.Hidden.PROVISIONAL
    to = {"deputy_post": opinion.deputy_post, "station_post": opinion.station_post}
    opinion.deputy_post = opinion.station_post = None
    return to


def _suspected(held: Mapping[str, Post | None], opinion: Opinion) -> dict[str, str]:
    """What the journal keeps of why something was hidden."""
    return {"suspected": opinion.suspected} if held else {}


def _passed_on(opinion: Opinion, to: Mapping[str, Post | None] | None = None) -> Opinion:
    """What no deputy is there to receive, or may see yet, goes straight to the office."""
    if not (opinion.deputy_post_id or opinion.station_post_id):
        take(opinion, "transfer", by=SYSTEM, changes=to or None)
    return opinion


def triage(opinion: Opinion, *, category: Category, tier: str, by: Actor, note: str = "") -> Opinion:
    """Say what kind of matter it is and how hard."""
    changes = {"category": category, "tier": tier}
    return take(opinion, "triage", by=by, note=note, changes=changes, category=category.code, tier=tier)


@transaction.atomic
def dispatch(opinion: Opinion, *, to: Unit, by: Actor, with_units: Iterable[Unit] = (), note: str = "") -> Opinion:
    """Hand the opinion over: a lead order to `to`, a co-handling one to each of `with_units`."""
    take(opinion, "dispatch", by=by, note=note, unit=to.name)
    for unit in (to, *(u for u in with_units if u != to)):
        orders.issue(
            opinion,
            unit=unit,
            office=opinion.office,
            place_id=opinion.place_id,
            tier=opinion.tier,
            by=by,
            round_=opinion.round,
            lead=unit == to,
            on_site=bool(opinion.category and opinion.category.on_site),
            note=note,
        )
    return opinion


Copy = publishing.Copy


@transaction.atomic
def publish(opinion: Opinion, *, copy: Copy, by: Actor, note: str = "") -> Opinion:
    """Show a moderated copy to everyone, with the answer if there is one; the original stays as it is.

    Without an answer no photo of afterwards is shown.
    """
    record(opinion, "publish", by=by, note=note)
    lead = standing(opinion.key, opinion.round).first()
    shown = copy if copy.answer else replace(copy, photos=[photo for photo in copy.photos if photo.role != "after"])
    publishing.publish(
        opinion.key,
        district=opinion.district,
        place=opinion.place,
        category=opinion.category.name if opinion.category else "",
        state=opinion.state,
        made_at=opinion.made_at,
        point=(opinion.lon, opinion.lat) if opinion.lon and opinion.lat else None,
        copy=shown,
        original=opinion.text,
        unit=lead.unit.name if lead else opinion.office.name,
    )
    show_promise(opinion)
    return opinion


def show_promise(opinion: Opinion) -> None:
    """Tell the public until when something is promised and by whom, if the matter is public and anything is."""
    last = open_promises(opinion.key).order_by("until").last()
    if last:
        publishing.promise(opinion.key, on=clock.local(last.until).date(), unit=last.unit.name)


@transaction.atomic
def unpublish(opinion: Opinion, *, by: Actor, note: str = "") -> Opinion:
    """Take the public copy down."""
    record(opinion, "unpublish", by=by, note=note)
    publishing.withdraw(opinion.key)
    return opinion


@transaction.atomic
def hide(
    opinion: Opinion, *, by: Actor, note: str = "", unit: Unit | None = None, person: Person | None = None
) -> Opinion:
    """Make confidential: out of every list, search, export and message; public copy and links end.

    The unit or person accused in it, where one is named, never reads it, whatever post they hold. What was promised in
    it comes back to the office at once: nobody can keep what they may not see.
    """
    changes = {"hidden": Opinion.Hidden.CONFIRMED, "accused_unit": unit, "accused_person": person}
    record(opinion, "hide", by=by, note=note, changes=changes)
    publishing.withdraw(opinion.key)
    revoke(opinion.key)
    release(opinion)
    return recall(opinion, by=by, note=note) if open_promises(opinion.key).exists() else opinion


@transaction.atomic
def recall(opinion: Opinion, *, by: Actor, note: str = "") -> Opinion:
    """Take what became confidential back from the units that had it in hand and may not read it any more."""
    take(opinion, "recall", by=by, note=note)
    if open_promises(opinion.key).exists():
        publishing.promise_no_more(opinion.key)
    orders.recall(opinion, round_=opinion.round)
    return opinion


def unhide(opinion: Opinion, *, by: Actor, note: str = "") -> Opinion:
    """Lift the confidentiality: nobody counts as accused in it any more."""
    changes = {"hidden": Opinion.Hidden.NO, "accused_unit": None, "accused_person": None}
    return record(opinion, "unhide", by=by, note=note, changes=changes)


def reveal(opinion: Opinion, *, note: str, by: Actor) -> Opinion:
    """Record that somebody looks at the author's phone number, and why."""
    return record(opinion, "reveal", by=by, note=note)


def limit(act: str, by: Actor, address: str) -> None:
    """At most so many a day by a person and so many an hour from an address (policy `opinion.limits`)."""
    limits = value("opinion.limits")
    people.limit(act, f"person:{by.person_id}", most=limits["per_phone_day"], within=timedelta(days=1))
    if address:
        people.limit(act, f"address:{address}", most=limits["per_address_hour"], within=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Desks:
    """Who receives an opinion: the station, the post of its deputies, the office behind them."""

    station: Station | None
    station_post: Post | None
    office: Unit


def desks(where: Where, station: Station | None = None) -> Desks:
    """Who receives what is said somewhere, at a station if one is given. Raises NotNow where no office is set up."""
    station = station or (station_for(where.community) if where.community else None)
    office = unit_of(Unit.Kind.CONGRESS_OFFICE, where.street.pk)
    if office is None:
        raise NotNow(_("The work office of this subdistrict is not set up here yet. Please call 12345 meanwhile."))
    return Desks(station, _station_post(station), office)


def draft(report: Report, to: Desks, *, author_id: int | None, district: str) -> Opinion:
    """An opinion not yet saved, with the report's number or the street's next."""
    where = report.where
    return Opinion(
        number=report.number or next_number(where.street),
        district=district,
        heading=report.heading,
        text=report.text,
        search=words(f"{report.heading} {report.text} {where.address}"),
        author_id=author_id,
        channel=report.channel,
        made_at=report.made_at or clock.now(),
        source=report.source,
        digest=report.digest,
        activity=report.activity,
        category=report.category,
        sending=report.sending,
        place=where.street,
        community=where.community,
        grid=where.grid,
        address=where.address,
        lon=where.lon,
        lat=where.lat,
        deputy_post=report.deputy_post,
        station=to.station,
        station_post=to.station_post,
        office=to.office,
    )


def _station_post(station: Station | None) -> Post | None:
    """The deputies' post of the station, else of the nearest one above it where somebody sits, up to the street's."""
    while station and station.place.kind == "street":
        post = deputies_post(station.pk)
        if post:
            return post
        station = station.parent
    return None
