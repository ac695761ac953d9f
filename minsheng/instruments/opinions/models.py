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

    class Channel(models.TextChoices):
        WEB = "web", _("Website")
        VISIT = "visit", _("Came in person")
        PHONE = "phone", _("Telephone")
        PAPER = "paper", _("On paper")
        ACTIVITY = "activity", _("At an activity")
        OTHER = "other", _("Another way")

    heading = models.CharField(max_length=120, blank=True, help_text="the title it came with, on paper or in a file")
    text = models.TextField(max_length=10_000, blank=True)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    made_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True, help_text="when staff entered it, where its author didn't")
    entered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    historical = models.BooleanField(default=False, help_text="from a time before the platform: it came without clocks")
    source = models.CharField(max_length=60, blank=True, help_text="the file or system it was imported from")
    digest = models.CharField(max_length=64, blank=True, help_text="sha256 of the imported row")
    activity = models.CharField(max_length=60, blank=True, help_text="the number of the activity it was collected at")
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
            models.UniqueConstraint("source", "digest", condition=~Q(digest=""), name="opinions_imported_once"),
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
            models.Index("activity", condition=~Q(activity=""), name="opinions_activity"),
        )

    @property
    def moments(self) -> dict[str, datetime]:
        """The deputies' 24 hours run from the sending or the registration, not anew from each step."""
        return {"submit": self.entered_at or self.made_at}

    @property
    def title(self) -> str:
        """The title it came with, else the first words of the text; "" for one that is only a photo."""
        line = self.heading or self.text.strip().split("\n")[0]
        return line if len(line) <= TITLE else f"{line[: TITLE - 1]}…"

    @property
    def unhappy(self) -> bool:
        """Whether the resident gave one of the two lowest levels."""
        return self.rating is not None and self.rating <= self.Rating.DISSATISFIED

    @property
    def in_plain_sight(self) -> bool:
        return self.hidden == self.Hidden.NO
