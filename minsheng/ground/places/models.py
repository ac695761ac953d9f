from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minsheng.kernel import clock


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


VALID = DateRange("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=False))


class Named(models.Model):
    """A thing with a Chinese name and an English one; shown in the reader's language."""

    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (english and self.name_en) or self.name


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    def current(self, at: date | None = None) -> Self:
        """Those that are valid on a day, today if none is given."""
        day = at or clock.today()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class PlaceQuerySet(DatedQuerySet["Place"]):
    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def within(self, place: "Place") -> Self:
        """The place itself and all below it, of every date."""
        return self.filter(path__startswith=place.path)


class Place(Named):
    """A place as it is now, or one dated version that has ended.

    What hangs on a place goes on when it is renamed: the living row keeps its key, the version that ended is written
    beside it. `path` lists the codes from the district down: "330102/330102003/".
    """

    class Kind(models.TextChoices):
        DISTRICT = "district", _("District")
        STREET = "street", _("Subdistrict")
        COMMUNITY = "community", _("Community")
        GRID = "grid", _("Grid")

    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=20)
    initials = models.CharField(max_length=8, blank=True, help_text="in matter numbers; districts and streets only")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    district = models.CharField(max_length=6)
    path = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="the first day it is no longer valid")
    source = models.CharField(max_length=200)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("code", "valid_from")
        indexes = (models.Index(fields=["path"], name="place_path", opclasses=["text_pattern_ops"]),)
        constraints = (
            ExclusionConstraint(
                name="place_code_once_a_day",
                expressions=[("code", RangeOperators.EQUAL), (VALID, RangeOperators.OVERLAPS)],
            ),
            models.UniqueConstraint(
                fields=["district", "kind", "initials"],
                condition=Q(valid_to=None) & ~Q(initials=""),
                name="place_initials_once_a_district",
            ),
            models.UniqueConstraint(
                fields=["initials"], condition=Q(valid_to=None, kind="district"), name="place_district_initials_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["district", "street"], initials__regex=r"^[A-Z]{1,8}$")
                | Q(kind__in=["community", "grid"], initials=""),
                name="place_initials_where_numbers_are_given",
            ),
            models.CheckConstraint(
                condition=Q(kind="district", parent=None) | (~Q(kind="district") & Q(parent__isnull=False)),
                name="place_only_districts_stand_alone",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="place_ends_after_it_begins"
            ),
        )

    def below(self, parent: "Place | None") -> Self:
        """Hang the place under its parent: sets `parent`, `district` and `path`, saves nothing."""
        self.parent = parent
        self.district = parent.district if parent else self.code
        self.path = f"{parent.path if parent else ''}{self.code}/"
        return self

    @property
    def line(self) -> "list[Place]":
        """The place and those above it, smallest first."""
        return [self, *(self.parent.line if self.parent else [])]

    @property
    def series(self) -> str:
        """How the numbers given out here begin: "SC-HB" in a street and all below it, "SC" in a district."""
        return "-".join(place.initials for place in reversed(self.line) if place.initials)


class FormerCode(models.Model):
    """A code that was given up, and the place it now stands for: none when that place left the district."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    place_code = models.CharField(max_length=20, blank=True)
    until = models.DateField()
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.code


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    def current(self, at: date | None = None) -> Self:
        """The one of each place that is in force on a day, today if none is given."""
        dated = self.filter(valid_from__lte=at or clock.today())
        return dated.order_by("place_id", "-valid_from").distinct("place_id")


class Boundary(models.Model):
    """The outline of a place from one day on: a GeoJSON geometry in CGCS2000. `digest` changes with shape and name."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    valid_from = models.DateField()
    shape = models.JSONField()
    schematic = models.BooleanField()
    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "boundaries"
        constraints = (models.UniqueConstraint("place", "valid_from", name="boundary_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.place} {self.valid_from}"


class StationLevel(Named):
    """What a level of the tree of stations is called; 1 is the top."""

    order = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ("order",)


class StationQuerySet(DatedQuerySet["Station"]):
    def in_use(self, at: date | None = None) -> Self:
        """Those where one can go: valid on the day and not closed for the time being."""
        return self.current(at).filter(is_open=True)


class Station(Named):
    """Where deputies meet residents. `place` is the street or district that runs it; `communities` those it serves."""

    code = models.CharField(max_length=20, unique=True)
    level = models.ForeignKey(StationLevel, models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    communities = models.ManyToManyField(Place, blank=True, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    is_open = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="the first day it is no longer valid")

    objects = StationQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(lon=None, lat=None)
                | Q(lon__isnull=False, lat__isnull=False, lon__range=(-180, 180), lat__range=(-90, 90)),
                name="station_stands_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="station_ends_after_it_begins"
            ),
        )


class Tally(models.Model):
    """The last number given out in a series, for a letter and a year."""

    series = models.CharField(max_length=20)
    letter = models.CharField(max_length=1, blank=True)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = (
            models.UniqueConstraint(fields=["series", "letter", "year"], name="tally_once_a_year"),
            models.CheckConstraint(condition=Q(letter__regex=r"^[A-Z]?$"), name="tally_letter_is_a_letter"),
        )

    def __str__(self) -> str:
        return f"{self.series}-{self.letter}{self.year}"
