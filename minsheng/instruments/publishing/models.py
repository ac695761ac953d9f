from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class PublicationQuerySet(models.QuerySet["Publication"]):
    def live(self) -> Self:
        """Those that everyone sees."""
        return self.filter(withdrawn_at=None)


class Publication(models.Model):
    """The moderated copy of a matter: all that the public sees of it. `lon`, `lat` lie on a grid of some 200 m."""

    KIND = "publishing.publication"
    """The kind under which its photos are kept, with the matter's number."""

    class Stage(models.TextChoices):
        """How far the matter has come, in residents' words."""

        SENT = "sent", pgettext_lazy("stage", "Sent")
        RECEIVED = "received", pgettext_lazy("stage", "Received")
        IN_HAND = "in_hand", pgettext_lazy("stage", "Being handled")
        ANSWERED = "answered", pgettext_lazy("stage", "Answered")
        CLOSED = "closed", pgettext_lazy("stage", "Closed")

    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60, unique=True)
    district = models.CharField(max_length=6)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=80)
    text = models.TextField(max_length=2000, blank=True)
    stage = models.CharField(max_length=10, choices=Stage)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    lon = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    lat = models.DecimalField(max_digits=5, decimal_places=3, null=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    search = SearchVectorField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(stage__in=["sent", "received", "in_hand", "answered", "closed"]), name="publishing_stage"
            ),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__isnull=False, lat__isnull=False), name="publishing_whole_point"
            ),
        )
        indexes = (
            GinIndex(fields=["search"], name="publishing_search"),
            models.Index("published_at", "id", condition=Q(withdrawn_at=None), name="publishing_live"),
            models.Index("changed_at", name="publishing_changed"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> tuple[str, str]:
        """The key of the matter that this is the copy of."""
        return self.kind, self.number
