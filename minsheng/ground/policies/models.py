from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minsheng.ground.places.models import DatedQuerySet, Named


class Policy(models.Model):
    """A value under a key, for a place or for all, from a moment on. Rows are only ever added; the table refuses more.

    A length of time is {"amount": 3, "unit": "working_days", "from": "accept"}: `unit` is one of `kernel.clock`,
    `from` the step that starts it.
    """

    key = models.CharField(max_length=60)
    value = models.JSONField()
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateTimeField()
    source = models.TextField()
    confirmed = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)  # a person's id; no key, a person may be erased, the rule stays
    place_id: int | None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "place", "valid_from"], name="policies_one_value_at_a_time", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(source=""), name="policies_every_rule_has_a_source"),
        ]

    def __str__(self) -> str:
        return self.key


class CalendarYear(models.Model):
    """A year whose work calendar is known. Replacing it makes a new row, by which caches notice."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.TextField()

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day of a known year that differs from Monday to Friday, or has a name."""

    date = models.DateField(unique=True)
    working = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)
    source = models.TextField()

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class Tier(models.TextChoices):
    """How many hands a matter needs; each has its own time to answer."""

    SIMPLE = "simple", _("Simple")
    WHISTLE = "whistle", _("Several units")
    DIFFICULT = "difficult", _("Difficult")


class Category(Named):
    """A node of the taxonomy: level 1 has a code of two digits ("01"), level 2 of twice two ("01.05")."""

    code = models.CharField(max_length=8)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    tier = models.CharField(max_length=10, choices=Tier, blank=True)
    street_lead = models.CharField(max_length=60, blank=True)
    district_body = models.CharField(max_length=60, blank=True)
    examples = models.TextField(blank=True)
    keywords = models.TextField(blank=True)
    on_site = models.BooleanField(
        default=False, db_default=False, help_text="something to be seen on the spot: an answer needs a photo of it"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField()
    confirmed = models.BooleanField(default=False)
    parent_id: int | None

    objects = DatedQuerySet["Category"].as_manager()

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="policies_one_category_at_a_time"),
            models.CheckConstraint(
                condition=Q(parent=None, tier="") | Q(parent__isnull=False, tier__in=Tier.values),
                name="policies_only_level_two_has_a_tier",
            ),
        ]

    @property
    def words(self) -> list[str]:
        """Words of a text that point to this category: its keywords and its examples."""
        return [word for word in f"{self.keywords}、{self.examples}".split("、") if word]


class ClockShift(models.Model):
    """How far the clock was moved; the last row holds. Only in data marked as demo."""

    seconds = models.BigIntegerField()
    moved_at = models.DateTimeField()
    moved_by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.seconds} s"
