from django.db import models
from django.db.models import Q


class Spot(models.Model):
    """What a number belongs to: a day, a spot and a measure. `place` is the matter's, mostly a street."""

    day = models.DateField()
    district = models.CharField(max_length=6)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    category = models.CharField(max_length=8, blank=True)
    measure = models.CharField(max_length=80)
    value = models.BigIntegerField()
    place_id: int | None
    unit_id: int | None

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.value}"


class Delta(Spot):
    """One count. `day` is the day it counts for, `at` the moment it was written: a reversal is later than its day.

    A whole number always: lengths of time in seconds, money in fen. `xid` (see the migration) orders commits.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(value=0), name="figures_delta_is_something"),)
        indexes = (
            models.Index("kind", "number", name="figures_delta_of"),
            models.Index("measure", "day", name="figures_delta_day"),
        )


class Total(Spot):
    """The sum of all folded deltas of a day, spot and measure."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["measure", "day", "district", "place", "unit", "category"],
                name="figures_one_total",
                nulls_distinct=False,
            ),
        )
        indexes = (models.Index("day", name="figures_total_day"),)


class Monthly(models.Model):
    """What a number of a whole month belongs to, for what is asked of a year at once."""

    month = models.DateField()
    district = models.CharField(max_length=6)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+", db_index=False)
    measure = models.CharField(max_length=80)
    value = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.month} {self.measure} {self.value}"


class MonthTotal(Monthly):
    """The sum of all folded deltas of a month, place and measure, written with the totals of its days."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["measure", "month", "district", "place"],
                name="figures_one_month_total",
                nulls_distinct=False,
            ),
        )


class MonthFigure(Monthly):
    """What is read of months: a view like `Figure`."""

    place = models.ForeignKey("places.Place", models.DO_NOTHING, null=True, related_name="+")

    class Meta:
        managed = False


class Figure(Spot):
    """What is read: a view over the totals and the deltas not folded yet. It has rows to add up, no identities."""

    place = models.ForeignKey("places.Place", models.DO_NOTHING, null=True, related_name="+")
    unit = models.ForeignKey("people.Unit", models.DO_NOTHING, null=True, related_name="+")

    class Meta:
        managed = False
