from datetime import datetime
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minsheng.ground.policies.models import Tier
from minsheng.kernel.workflow import Subject

TITLE = 40  # characters of the text that stand for it in a list


class WordsField(SearchVectorField):  # type: ignore[type-arg]  # Django's own has none
    """Django inserts many rows as one array a column only where it takes every column's type for a plain one.

    A vector is written as text is, so it may. To migrations it is what it was.
    """

    def get_internal_type(self) -> str:
        return "TextField"

    def deconstruct(self) -> Any:
        name, _path, *arguments = super().deconstruct()
        return name, "django.contrib.postgres.search.SearchVectorField", *arguments


class Opinion(Subject):
    """What a resident reported. `text` is the original wording (原汁原味) and is never edited."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Sent")
        RECEIVED = "received", _("Received by a deputy")
        TRANSFERRED = "transferred", _("At the congress work office")
        TRIAGED = "triaged", _("Triaged")
        IN_HAND = "in_hand", _("In hand")
        PROMISED = "promised", _("Promised for later")
        ANSWERED = "answered", _("Answered")
        RATED = "rated", _("Rated")
        CALLBACK = "callback", _("Called back")
        CLOSED = "closed", _("Closed")
        NOT_ACCEPTED = "not_accepted", _("Not accepted")
        MERGED = "merged", _("United with another matter")
        HANDED_OVER = "handed_over", _("Goes on elsewhere")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Hidden(models.TextChoices):
        NO = "no", _("Not hidden")
        PROVISIONAL = "provisional", _("Provisionally hidden")
        CONFIRMED = "confirmed", _("Confidential")

    class Suspected(models.TextChoices):
        """What words of the text made the system hide it until a person has looked (domain.md §0.4.5)."""

        ACCUSATION = "accusation", _("Words of an accusation")
        COURT = "court", _("Words of a court case")

    class Refusal(models.TextChoices):
        """Why a matter is not accepted; the words for the resident are written beside it."""

        OUT_OF_SCOPE = "out_of_scope", _("Not a matter for subdistrict or district")
        NO_CONTENT = "no_content", _("Cannot be understood")
        UNLAWFUL = "unlawful", _("Against the law")
        SETTLED = "settled", _("Settled already, nothing new")
        OTHER = "other", _("Another reason")

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
    suspected = models.CharField(
        max_length=12,
        choices=Suspected,
        blank=True,
        db_default="",
        help_text="why it was hidden before anybody read it",
    )
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
    times_unhappy = models.PositiveSmallIntegerField(default=0, db_default=0)
    sampled = models.BooleanField(
        default=False, db_default=False, help_text="satisfied, and drawn to be called back all the same"
    )

    spot_answer = models.TextField(
        max_length=2000, blank=True, db_default="", help_text="what a deputy explained on the spot"
    )
    spot_post = models.ForeignKey("people.Post", on_delete=models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(max_length=12, choices=Refusal, blank=True, db_default="")
    reason = models.CharField(
        max_length=500, blank=True, db_default="", help_text="why refused or merged, for the resident to read"
    )
    objected = models.BooleanField(default=False, db_default=False)
    accused_unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    accused_person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True, help_text="when its author was asked whether all is still well")
    still_fine = models.BooleanField(null=True, help_text="what they answered")
    search = WordsField(null=True)
    erased_at = models.DateTimeField(null=True, help_text="when its author had all that they said deleted")

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
                        "promised",
                        "answered",
                        "rated",
                        "callback",
                        "closed",
                        "not_accepted",
                        "merged",
                        "handed_over",
                        "withdrawn",
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
    def callback_clock(self) -> str:
        """By when a rating is followed by a call-back; "" where none follows."""
        if self.unhappy:
            return "opinion.callback"
        return "opinion.callback_sample" if self.sampled else ""

    @property
    def moments(self) -> dict[str, datetime]:
        """The deputies' 24 hours run from the sending or the registration, not anew from each step."""
        return {"submit": self.entered_at or self.made_at}

    @property
    def title(self) -> str:
        """The title it came with, else the first words of the text; "" for one that is only a photo.

        What was erased says so, in every list.
        """
        if self.erased_at:
            return gettext("Deleted as its author wished")
        line = self.heading or self.text.strip().split("\n")[0]
        return line if len(line) <= TITLE else f"{line[: TITLE - 1]}…"

    @property
    def state_label(self) -> str:
        """Its state in words."""
        return str(self.State(self.state).label)

    @property
    def unhappy(self) -> bool:
        """Whether the resident gave one of the two lowest levels."""
        return self.rating is not None and self.rating <= self.Rating.DISSATISFIED

    @property
    def in_plain_sight(self) -> bool:
        return self.hidden == self.Hidden.NO


class Tracker(models.Model):
    """One of the two or three deputies who follow up a matter (跟踪小组): they may urge, never handle."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    urged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("opinion", "post", name="opinions_tracks_once"),)

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.post_id}"


class Support(models.Model):
    """我也遇到: somebody met with the same. After the closing they may say that it is not solved."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    unsolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("opinion", "person", name="opinions_supports_once"),)
        indexes = (models.Index("person", name="opinions_supported_by"),)

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.person_id}"


class CallBack(models.Model):
    """A call-back (回访): who called, whether the resident was reached, what they said."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    caller = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reached = models.BooleanField()
    solved = models.BooleanField(null=True, help_text="what the resident says; unknown where nobody was reached")
    words = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.made_at:%Y-%m-%d}"
