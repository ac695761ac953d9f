"""Taking a sheet in, a batch at a time, for the command and for the page alike."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from itertools import batched, islice
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from minsheng.ground.jobs import actions as jobs
from minsheng.ground.jobs.actions import Turn
from minsheng.ground.jobs.models import Job
from minsheng.ground.journal.actions import note
from minsheng.ground.people.actions import visitor_of
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Person
from minsheng.ground.places.actions import next_numbers
from minsheng.ground.places.models import Place, Station
from minsheng.ground.places.queries import streets
from minsheng.ground.policies.queries import value
from minsheng.instruments.imports import access, columns, queries, sheets, store
from minsheng.instruments.imports.models import Upload
from minsheng.instruments.imports.rows import Bad, Checker, Row, community
from minsheng.instruments.imports.sheets import Line, Sheet, Unreadable
from minsheng.instruments.opinions import actions as opinions
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, TooLarge

BATCH: Final = 250
"""Lines of one transaction: enough for speed, few enough that nobody waits long for a number of the street."""
KIND: Final = "imports.opinions"
OPERATOR: Final = Actor(kind="import", district=settings.DISTRICT)
"""Whoever runs the command."""


@dataclass(frozen=True, slots=True)
class Came:
    """What lines came to. `bad` are (line, reason)."""

    lines: int = 0
    imported: int = 0
    existing: int = 0
    bad: Sequence[tuple[int, str]] = ()

    def __add__(self, other: "Came") -> "Came":
        return Came(
            self.lines + other.lines,
            self.imported + other.imported,
            self.existing + other.existing,
            (*self.bad, *other.bad),
        )


@dataclass(frozen=True)
class Intake:
    """A sheet on its way in: where its rows go, in whose name, and what makes one of them the same again.

    `source` is the street's code, with a name after it when the source was named. So the same file adds nothing twice,
    whatever it is called, and two streets may have equal rows. In a named source an id alone says which row it is;
    otherwise all known columns do, see `Checker`.

    Every row keeps its time; the clocks of a live one run from its registration.
    """

    street: Place
    columns: Mapping[str, int]
    by: Actor
    station: Station | None = None
    channel: str = Opinion.Channel.OTHER
    named: str = ""
    live: bool = False
    dry: bool = False
    _people: dict[tuple[str, str], Person] = field(default_factory=dict)
    _desks: dict[int | None, opinions.Desks] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    @property
    def source(self) -> str:
        return f"{self.street.code}:{self.named}"[:60] if self.named else self.street.code

    @cached_property
    def checker(self) -> Checker:
        return Checker(self.columns, own_ids=bool(self.named))

    def batches(self, sheet: Sheet, *, after: int = 0) -> Iterator[Came]:
        """Take in all lines but the first `after`, a batch at each step."""
        yield from map(self.take_in, batched(islice(sheet.lines(), after, None), BATCH, strict=False))

    @transaction.atomic
    def take_in(self, lines: Sequence[Line]) -> Came:
        """Take in some lines, all that are good or none. A dry one writes nothing."""
        good, bad = self._checked(lines)
        if not self.dry:
            _only_one(self.source)
        fresh = self._fresh(good)
        if fresh and not self.dry:
            write = self._register if self.live else self._enter
            write(fresh)
        return Came(len(lines), len(fresh), len(good) - len(fresh), bad)

    def _checked(self, lines: Iterable[Line]) -> tuple[list[Row], list[tuple[int, str]]]:
        good, bad = [], []
        for line in lines:
            try:
                good.append(self.checker.row(line))
            except Bad as reason:
                bad.append((line.number, str(reason)))
        return good, bad

    def _fresh(self, good: list[Row]) -> list[Row]:
        """The rows that are neither in the database nor earlier in the file."""
        known = self._seen | queries.known(self.source, [row.digest for row in good])
        fresh = {row.digest: row for row in reversed(good) if row.digest not in known}
        self._seen.update(fresh)
        return sorted(fresh.values(), key=lambda row: row.line)

    def _enter(self, fresh: list[Row]) -> None:
        numbers = next_numbers(self.street, len(fresh))
        opinions.enter_all([self._draft(*both) for both in zip(fresh, numbers, strict=True)], by=self.by)

    def _draft(self, row: Row, number: str) -> Opinion:
        report, author = self._report(row, number), self._author(row)
        author_id = author.pk if author else None
        return opinions.draft(report, self._to(report), author_id=author_id, district=self.street.district)

    def _register(self, fresh: list[Row]) -> None:
        for row in fresh:
            opinions.register(self._report(row), author=self._author(row), by=self.by)

    def _report(self, row: Row, number: str = "") -> opinions.Report:
        """The title stays apart from the text, which is the original wording."""
        within = community(row, self.street)
        grid = row.located.grid if within else None
        return opinions.Report(
            row.text,
            opinions.Where(self.street, within, grid, row.address, row.lon, row.lat),
            channel=self.channel,
            heading=row.heading,
            station=self.station,
            category=row.category,
            made_at=row.made_at,
            source=self.source,
            digest=row.digest,
            number=number,
        )

    def _to(self, report: opinions.Report) -> opinions.Desks:
        """The same for every row of a community: asked once."""
        within = report.where.community
        key = within.pk if within else None
        if key not in self._desks:
            self._desks[key] = opinions.desks(report.where, self.station)
        return self._desks[key]

    def _author(self, row: Row) -> Person | None:
        """Whoever left a number. A pseudonym without one makes no person and isn't kept."""
        if not row.phone:
            return None
        caller = row.phone, row.name  # one person within a run; nobody has confirmed it, so it finds no resident
        if caller not in self._people:
            self._people[caller] = visitor_of(row.phone, name=row.name)
        return self._people[caller]


def _only_one(source: str) -> None:
    """Imports of one source go in one batch after another, so that each sees what the other has brought."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import|{source}"])


def import_all(sheet: Sheet, intake: Intake, *, name: str) -> Iterator[Came]:
    """Take in a whole sheet, batch by batch, and note it in the journal; for the command. `name` is the file's."""
    came = Came()
    for batch in intake.batches(sheet):
        came += batch
        yield batch
    if not intake.dry:
        _note(intake, name, came.imported, came.existing, len(came.bad))


def _note(intake: Intake, name: str, imported: int, existing: int, bad: int) -> None:
    """One entry a run: the file and counts, no content."""
    note(
        "import",
        by=intake.by,
        kind=Opinion.kind(),
        file=name,
        street=intake.street.code,
        source=intake.source,
        live=intake.live,
        imported=imported,
        existing=existing,
        bad=bad,
    )


# The page.


@transaction.atomic
def keep(file: Any, *, by: Actor) -> Upload:
    """Keep an uploaded file until it is imported or forgotten. Raises Unreadable, and TooLarge beyond the limits."""
    if by.person_id is None or by.post_id is None or not access.may_import(by):
        raise NotYours(_("This is not yours to do."))
    limits = value("imports.limits")
    if file.size > limits["megabytes"] * 1024 * 1024:
        raise TooLarge(_("The file is larger than %(most)s MB. Part it.") % {"most": limits["megabytes"]})
    with ExitStack() as undo:
        stored = store.put(file.chunks())
        undo.callback(store.forget, stored)
        rows = _counted(sheets.opened(store.path(stored)), limits["rows"])
        facts = {"name": file.name[-100:], "stored": stored, "rows": rows, "made_at": clock.now()}
        upload = Upload.objects.create(person_id=by.person_id, post_id=by.post_id, **facts)
        undo.pop_all()
    return upload


def _counted(sheet: Sheet, most: int) -> int:
    rows = sheet.count() if sheet.headings else 0
    if rows > most:
        raise TooLarge(_("The file has more than %(most)s rows. Part it.") % {"most": most})
    return rows


@transaction.atomic
def start(
    upload: Upload, mapping: Mapping[str, int], *, station: Station | None, channel: str, live: bool, by: Actor
) -> Job:
    """Begin to import an upload, once. Raises NotNow for the second time."""
    held = access.visible_to(by).select_for_update(of=("self",)).get(pk=upload.pk)
    if held.job_id:
        raise NotNow(_("This file is being imported already."))
    held.job = jobs.start(
        KIND,
        _("Import of %(file)s") % {"file": held.name},
        by=by,
        total=held.rows,
        upload=held.pk,
        columns=dict(mapping),
        station=station.code if station else "",
        channel=channel,
        live=live,
    )
    held.save(update_fields=["job"])
    return held.job


def work(job: Job, by: Actor) -> Iterator[Turn]:
    """The turns of an import that was begun on the page; goes on after what is done."""
    upload = Upload.objects.filter(pk=job.facts["upload"]).first()
    if upload is None or not access.may_import(by):
        raise Unreadable(_("The file has been deleted. Upload it again."))
    intake = _intake(job, by)
    came = Came(job.done, job.facts.get("imported", 0), job.facts.get("existing", 0))
    failures = job.failures
    for batch in intake.batches(sheets.opened(store.path(upload.stored)), after=job.done):
        came, failures = replace(came + batch, bad=()), failures + len(batch.bad)
        facts = {"imported": came.imported, "existing": came.existing}
        yield Turn(came.lines, batch.bad, facts)
    _note(intake, upload.name, came.imported, came.existing, failures)
    yield Turn(came.lines, (), {}, said(came, failures), reverse("opinions:opinions"), _("Open the list"))


def _intake(job: Job, by: Actor) -> Intake:
    """Where the rows go: a coordinator's to the station that was chosen, an office's to its street."""
    station = access.stations_of(by).filter(code=job.facts["station"]).first()
    street = station.place if station else streets().filter(pk=by.place_id or 0).first()
    if street is None or (job.facts["station"] and not station):
        raise NotYours(_("You can't import for this station any more."))
    facts = {name: job.facts[name] for name in ("columns", "channel", "live")}
    return Intake(street, by=by, station=station, **facts)


def said(came: Came, bad: int) -> str:
    """What came of an import, in a sentence."""
    parts = [ngettext("%(n)s opinion went in", "%(n)s opinions went in", came.imported) % {"n": came.imported}]
    if came.existing:
        parts.append(_("%(n)s were there already") % {"n": came.existing})
    if bad:
        parts.append(ngettext("%(n)s row did not go in", "%(n)s rows did not go in", bad) % {"n": bad})
    return _("%(parts)s.") % {"parts": pgettext("import", ", ").join(parts)}


def forget() -> int:
    """Delete files and their rows after some days (policy `imports.limits`); how many."""
    old = Upload.objects.filter(made_at__lt=clock.now() - timedelta(days=value("imports.limits")["days"]))
    gone: list[uuid.UUID] = list(old.values_list("stored", flat=True))
    old.delete()
    for stored in gone:
        store.forget(stored)
    return len(gone)


def checked(sheet: Sheet, mapping: columns.Columns, most: int) -> Iterator[tuple[Line, str]]:
    """The first lines with what is wrong with each, "" for good ones."""
    checker = Checker(mapping)
    for line in islice(sheet.lines(), most):
        try:
            checker.row(line)
            yield line, ""
        except Bad as reason:
            yield line, str(reason)
