from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.kernel.workflow import Key, Subject


class PublicationQuerySet(models.QuerySet["Publication"]):
    def live(self) -> Self:
        """Those that everyone sees."""
        return self.filter(withdrawn_at=None, suspended_at=None)


class Publication(models.Model):
    """The moderated copy of a matter: all that the public sees of it. `lon`, `lat` lie on a grid of some 200 m.

    `suspended_at`: nobody sees it until the office has decided about a grave request. `left_out` are keys of
    `masks.LEFT`. `promised_on` is the last day of what was promised to be done later, by the unit named.
    """

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
    suspended_at = models.DateTimeField(null=True)
    left_out = models.CharField(max_length=200, blank=True, db_default="")
    promised_on = models.DateField(null=True)
    promise_by = models.CharField(max_length=60, blank=True, db_default="")
    promise_kept_at = models.DateTimeField(null=True)
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
            models.Index("promised_on", "id", condition=Q(promised_on__isnull=False), name="publishing_promised"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> tuple[str, str]:
        """The key of the matter that this is the copy of."""
        return self.kind, self.number


class Version(models.Model):
    """What the public copy was from some moment on. Who decided is in the journal.

    `photos` says of which photos of the matter it showed copies, and what of them was covered; the copies themselves
    are kept under `KIND` and `key`. Whose data is erased loses the texts and photos here too.
    """

    KIND = "publishing.version"

    class Act(models.TextChoices):
        """How it came about."""

        SHOWN = "shown", pgettext_lazy("version", "Shown to the public")
        ANSWERED = "answered", pgettext_lazy("version", "The answer was added")
        TAKEN_OFF = "taken_off", pgettext_lazy("version", "Taken off")
        SUSPENDED = "suspended", pgettext_lazy("version", "Taken off until it is decided")
        RESTORED = "restored", pgettext_lazy("version", "Shown again")

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10, choices=Act)
    at = models.DateTimeField()
    title = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    left_out = models.CharField(max_length=200, blank=True)
    photos = models.JSONField(default=list)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("publication", "n", name="publishing_one_version"),)

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Under which number its photos are kept."""
        return f"{self.publication.number}.{self.n}"


class Takedown(Subject):
    """Somebody says that something should not be public, or too much was left out. A part of the matter.

    `version` is the one that was public then. `asker` is known only where a phone was proved.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("takedown", "Asked")
        TAKEN_DOWN = "taken_down", pgettext_lazy("takedown", "Taken down")
        KEPT = "kept", pgettext_lazy("takedown", "Stays public")

    class What(models.TextChoices):
        """What is wrong with it."""

        PRIVATE = "private", _("It shows who somebody is, or how to reach them")
        WRONG = "wrong", _("What it says is not right")
        MINE = "mine", _("I reported it and don't want it to be public")
        TOO_MUCH = "too_much", _("I reported it and too much was left out or changed")
        OTHER = "other", _("Something else")

    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    reason = models.CharField(max_length=500, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    provisional = models.BooleanField(default=False, help_text="the copy was taken off at once, until it is decided")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["asked", "taken_down", "kept"]), name="publishing_takedown_state"
            ),
        )
        indexes = (models.Index("matter_kind", "matter_number", name="publishing_takedown_matter"),)

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)

    @property
    def matter_key(self) -> Key:
        return self.matter_kind, self.matter_number
