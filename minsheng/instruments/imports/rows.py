"""What one line says, checked. Reasons name what is wrong and never what was written: they are kept and shown."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils.datetime import from_excel

from minsheng.ground.people.queries import clean_landline, clean_phone
from minsheng.ground.places.models import Place
from minsheng.ground.places.queries import Located, locator
from minsheng.ground.policies.models import Category
from minsheng.ground.policies.queries import categories
from minsheng.instruments.imports.columns import NAMES, Columns
from minsheng.instruments.imports.sheets import Line
from minsheng.kernel import clock

MOST: Final = 10_000
HEADING: Final = 120
EARLIEST: Final = datetime(1900, 1, 1, tzinfo=clock.ZONE)
MICRODEGREE: Final = Decimal("0.000001")
MOMENT: Final = re.compile(
    r"(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?"
    r"(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
SERIAL: Final = re.compile(r"\d{5}(\.\d+)?")

LONG_NAME: Final = gettext_lazy("the name is longer than 40 characters")
LONG_ADDRESS: Final = gettext_lazy("the address is longer than 200 characters")


class Bad(ValueError):
    """A row that can't go in; its text is the reason."""


@dataclass(frozen=True, slots=True)
class Row:
    """A good row. `heading` is cut to what is kept of a title; `text` is exactly as it stands in the file."""

    line: int
    made_at: datetime
    heading: str
    text: str
    category: Category | None
    name: str
    phone: str
    address: str
    lon: Decimal | None
    lat: Decimal | None
    located: Located
    digest: str


@dataclass(frozen=True)
class Checker:
    """Turns lines into rows. `own_ids`: the ids are those of a named source, so one of them says which row it is.

    Without a named source a row is told by all that is known of it: running numbers begin anew in every file.
    """

    columns: Columns
    own_ids: bool = False

    def row(self, line: Line) -> Row:
        """Raises Bad."""
        if line.wrong:
            raise Bad(line.wrong)
        cells = {name: line.cells[place] for name, place in self.columns.items() if place < len(line.cells)}
        if any("\x00" in cell for cell in cells.values()):
            raise Bad(_("there is a null character in it, as in damaged files"))
        made_at, (lon, lat) = moment(_of(cells, "time")), point(_of(cells, "lon"), _of(cells, "lat"))
        return Row(
            line=line.number,
            made_at=made_at,
            heading=heading(_of(cells, "title")),
            text=text(cells.get("text", "")),
            category=self.category(_of(cells, "category")),
            name=at_most(40, _of(cells, "contact_name"), LONG_NAME),
            phone=phone(_of(cells, "contact_phone")),
            address=at_most(200, _of(cells, "address"), LONG_ADDRESS),
            lon=lon,
            lat=lat,
            located=self.spot(lon, lat),
            digest=self.digest(cells, made_at),
        )

    def category(self, said: str) -> Category | None:
        """The category of a code, with or without its leading 0, or of a name that only one has."""
        if not said:
            return None
        found = self._categories.get(said) or self._categories.get(f"0{said}")
        if found is None:
            raise Bad(_("there is no such category, or several have that name"))
        return found

    @cached_property
    def _categories(self) -> dict[str, Category | None]:
        """By code, and by name; a name that several have is nobody's."""
        every = [category for top, below in categories() for category in (top, *below)]
        names: dict[str, Category | None] = {}
        for category in every:
            names[category.name] = None if category.name in names else category
        return names | {category.code: category for category in every}

    def spot(self, lon: Decimal | None, lat: Decimal | None) -> Located:
        """What a point lies in; nothing where none is given or no boundaries are known."""
        if lon is None or lat is None:
            return Located()
        found = self._locate(float(lon), float(lat))
        if found is None:
            raise Bad(_("the point is outside the district"))
        return found

    @cached_property
    def _locate(self) -> Callable[[float, float], Located | None]:
        """One map for a whole file."""
        return locator()

    def digest(self, cells: Mapping[str, str], made_at: datetime) -> str:
        """What makes a row the same one again."""
        if self.own_ids and cells.get("id", "").strip():
            return _digest(["id", cells["id"].strip()])
        said = {name: cells[name].strip() for name in NAMES if cells.get(name, "").strip()}
        return _digest({**said, "time": made_at.astimezone(UTC).isoformat()})


def _of(cells: Mapping[str, str], name: str) -> str:
    return cells.get(name, "").strip()


def _digest(said: Any) -> str:
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def moment(said: str) -> datetime:
    """2019/2/28 11:25:05, 2019-02-28 11:25, 2019-02-28, with a zone or on China's clock; or a spreadsheet's number."""
    if not said:
        raise Bad(_("the time is missing"))
    made_at = _read(said)
    if made_at is None:
        raise Bad(_("the time can't be read; write it as 2019-02-28 11:25"))
    if made_at < EARLIEST:
        raise Bad(_("the time is before 1900"))
    if made_at > clock.now():
        raise Bad(_("the time is in the future"))
    return made_at


def _read(said: str) -> datetime | None:
    try:
        if SERIAL.fullmatch(said):
            return _serial(float(said))
        match = MOMENT.fullmatch(said)
        return _written(match) if match else None
    except (ValueError, OverflowError):
        return None


def _serial(days: float) -> datetime:
    found = from_excel(days)
    return (datetime(found.year, found.month, found.day, tzinfo=clock.ZONE)) + timedelta(
        seconds=round((days % 1) * 86_400)
    )


def _written(match: re.Match[str]) -> datetime:
    numbers = [int(part or 0) for part in match.groups()[:6]]
    zone = (match[7] or "").replace("Z", "+00:00")
    made_at = datetime(*numbers, tzinfo=clock.ZONE)  # type: ignore[misc,arg-type]  # six numbers
    return made_at.replace(tzinfo=datetime.strptime(zone.replace(":", ""), "%z").tzinfo) if zone else made_at


def heading(said: str) -> str:
    """The title on one line; a longer one than we keep is cut."""
    if not said:
        raise Bad(_("the title is missing"))
    line = " ".join(said.split())
    return line if len(line) <= HEADING else f"{line[: HEADING - 1]}…"


def text(said: str) -> str:
    """Exactly as it stands there."""
    if not said.strip():
        raise Bad(_("the text is missing"))
    if len(said) > MOST:
        raise Bad(_("the text is longer than 10,000 characters"))
    return said


def at_most(length: int, said: str, reason: Promise) -> str:
    """What is said on one line, or the reason why it can't be kept."""
    line = " ".join(said.split())
    if len(line) > length:
        raise Bad(str(reason))
    return line


def phone(said: str) -> str:
    """A mobile number or a landline, as digits."""
    found = clean_phone(said) or clean_landline(said)
    if said and not found:
        raise Bad(_("the phone number is neither a mobile number nor a landline with its area code"))
    return found


def point(lon: str, lat: str) -> tuple[Decimal | None, Decimal | None]:
    """Both or none, to six decimals."""
    if bool(lon) != bool(lat):
        raise Bad(_("only one of longitude and latitude is given"))
    if not lon:
        return None, None
    return _degrees(lon, 180), _degrees(lat, 90)


def _degrees(said: str, most: int) -> Decimal:
    try:
        found = Decimal(said)
        if found.is_finite() and abs(found) <= most:
            return found.quantize(MICRODEGREE)
    except InvalidOperation:
        pass
    raise Bad(_("longitude or latitude is no number of degrees"))


def community(row: Row, street: Place) -> Place | None:
    """The community of a row's point, if it is one of the street that the file is for."""
    return row.located.community if row.located.street == street else None
