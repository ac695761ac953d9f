from datetime import datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minsheng.ground.policies.models import Tier
from minsheng.kernel.workflow import Subject

TITLE = 40  # characters of the text that stand for it in a list


class Opinion(Subject):
    """What a resident reported. `text` is the original wording (原汁原味) and is never edited."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Sent")
        RECEIVED = "received", _("Received by a deputy")
        TRANSFERRED = "transferred", _("At the congress work office")
        TRIAGED = "triaged", _("Triaged")
        IN_HAND = "in_hand", _("In hand")
        ANSWERED = "answered", _("Answered")
        RATED = "rated", _("Rated")
        CLOSED = "closed", _("Closed")

    class Hidden(models.TextChoices):
        NO = "no", _("Not hidden")
        PROVISIONAL = "provisional", _("Provisionally hidden")
        CONFIRMED = "confirmed", _("Confidential")

    class Rating(models.IntegerChoices):
        """The five levels of 政务服务好差评; the last two count as dissatisfied."""

        VERY_SATISFIED = 5, _("Very satisfied")
        SATISFIED = 4, _("Satisfied")
        MOSTLY = 3, _("Mostly satisfied")
        DISSATISFIED = 2, _("Dissatisfied")
        VERY_DISSATISFIED = 1, _("Very dissatisfied")

    text = models.TextField(max_length=10_000, blank=True)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, default="web")
    made_at = models.DateTimeField()
    sending = models.UUIDField(unique=True, null=True)

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    grid = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    lat = models.DecimalField(max_digits=8, decimal_places=6, null=True)

    deputy_post = models.ForeignKey("people.Post", on_delete=models.PROTECT, null=True, related_name="+")
    station = models.ForeignKey("places.Station", on_delete=models.PROTECT, null=True, related_name="+")
    station_post = models.ForeignKey("people.Post", on_delete=models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")

    category = models.ForeignKey("policies.Category", on_delete=models.PROTECT, null=True, related_name="+")
    tier = models.CharField(max_length=10, choices=Tier, blank=True)
    hidden = models.CharField(max_length=12, choices=Hidden, default=Hidden.NO)
    round = models.PositiveSmallIntegerField(default=1)
    rating = models.PositiveSmallIntegerField(
        choices=Rating, null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    rating_words = models.CharField(max_length=500, blank=True)
    search = SearchVectorField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "submitted",
                        "received",
                        "transferred",
                        "triaged",
                        "in_hand",
                        "answered",
                        "rated",
                        "closed",
                    ]
                ),
                name="opinions_state",
            ),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="opinions_rating"),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__isnull=False, lat__isnull=False), name="opinions_whole_point"
            ),
        )
        indexes = (
            GinIndex(fields=["search"], name="opinions_search"),
            models.Index("office", "state", "made_at", name="opinions_office"),
            models.Index("author", "made_at", name="opinions_author"),
            models.Index("district", "made_at", name="opinions_district"),
            models.Index("deputy_post", "made_at", name="opinions_deputy"),
            models.Index("station", "made_at", name="opinions_station"),
        )

    @property
    def moments(self) -> dict[str, datetime]:
        """The deputies' 24 hours run from the sending, not anew from each step."""
        return {"submit": self.made_at}

    @property
    def title(self) -> str:
        """The first words of the text, or the place of an opinion that is only a photo."""
        line = self.text.strip().split("\n")[0]
        return line if len(line) <= TITLE else f"{line[: TITLE - 1]}…"

    @property
    def unhappy(self) -> bool:
        """Whether the resident gave one of the two lowest levels."""
        return self.rating is not None and self.rating <= self.Rating.DISSATISFIED

    @property
    def in_plain_sight(self) -> bool:
        return self.hidden == self.Hidden.NO
