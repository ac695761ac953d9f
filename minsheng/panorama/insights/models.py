"""Visits, as numbers. Whoever was seen on a day is known for that day only by a digest, under a key of that day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visits(models.Model):
    """The pages opened on a day at one port, and by how many signed-in people, known when it is over.

    No address, browser or visitor is kept, no cookie is set: who is not signed in counts as a page, not as a person.
    """

    class Port(models.TextChoices):
        SERVICE = "service", _("Service port")
        GOVERNANCE = "governance", _("Governance port")

    day = models.DateField()
    port = models.CharField(max_length=10, choices=Port)
    pages = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name_plural = "visits"
        constraints = (models.UniqueConstraint("day", "port", name="insights_one_row_a_day_and_port"),)

    def __str__(self) -> str:
        return f"{self.day} {self.port} {self.pages}"


class Seen(models.Model):
    """Somebody was here today, and may not be counted twice. Deleted with the day's key when the day is over."""

    day = models.DateField()
    port = models.CharField(max_length=10, choices=Visits.Port)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "seen"
        constraints = (models.UniqueConstraint("day", "port", "digest", name="insights_seen_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.port}"


class DayKey(models.Model):
    """What the digests of a day are made with; thrown away when it is over, and then nothing leads back to anybody."""

    day = models.DateField(unique=True)
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.day}"
