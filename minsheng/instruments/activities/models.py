import secrets
from datetime import datetime
from functools import partial
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minsheng.kernel import clock
from minsheng.kernel.workflow import Key, Subject


class ActivityQuerySet(models.QuerySet["Activity"]):
    def at(self, moment: datetime) -> Self:
        """Those that go on at a moment, and were not called off."""
        return self.taking_place().filter(starts__lte=moment, ends__gt=moment)

    def taking_place(self) -> Self:
        """All that were not called off."""
        return self.exclude(state=Activity.State.CANCELLED)

    def held_for(self, purpose: Key) -> Self:
        """Those of a matter of a room above."""
        return self.filter(purpose_kind=purpose[0], purpose_number=purpose[1])

    def between(self, since: datetime, until: datetime) -> Self:
        """Those that begin from a moment on, before another."""
        return self.filter(starts__gte=since, starts__lt=until)


class Activity(Subject):
    """Something that takes place. `series` names the standing platform it is one meeting of.

    `purpose` is the matter of a room above that it is held for: a task of the district, a council's meeting.
    What everyone may read is `title`, `about`, place and time. `secret` makes the codes for checking in.
    """

    class State(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        RUNNING = "running", _("Going on")
        HELD = "held", _("Over")
        CANCELLED = "cancelled", _("Called off")

    class Kind(models.TextChoices):
        SHIFT = "shift", _("Reception shift")
        MEETING = "meeting", _("Meeting")
        VISIT = "visit", _("Visit")
        PLATFORM = "platform", _("Standing platform")

    what = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=80)
    about = models.TextField(max_length=1000, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey("places.Station", on_delete=models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, null=True, related_name="+")
    series = models.CharField(max_length=40, blank=True)
    purpose_kind = models.CharField(max_length=60, blank=True, db_default="")
    purpose_number = models.CharField(max_length=60, blank=True, db_default="")
    public = models.BooleanField(default=True)
    secret = models.CharField(max_length=32, default=partial(secrets.token_hex, 16))
    minutes = models.TextField(max_length=10_000, blank=True)
    confirmed_at = models.DateTimeField(null=True, help_text="when the minutes were confirmed")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["announced", "running", "held", "cancelled"]), name="activities_state"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="activities_end_after_they_start"),
            models.UniqueConstraint(
                "station",
                "starts",
                "ends",
                condition=Q(what="shift") & ~Q(state="cancelled"),
                name="activities_one_shift_a_time",
            ),
        )
        indexes = (
            models.Index("place", "starts", name="activities_place"),
            models.Index("station", "starts", name="activities_station"),
            models.Index("state", "starts", name="activities_begin"),
            models.Index("state", "ends", name="activities_over"),
            models.Index("purpose_kind", "purpose_number", condition=~Q(purpose_kind=""), name="activities_purpose"),
        )

    @property
    def purpose(self) -> Key | None:
        """The matter that it is held for; none of most."""
        return (self.purpose_kind, self.purpose_number) if self.purpose_kind else None

    @property
    def is_shift(self) -> bool:
        return self.what == self.Kind.SHIFT

    @property
    def now_on(self) -> bool:
        """Whether people may check in now."""
        return self.state == self.State.RUNNING

    @property
    def host(self) -> str:
        """Who holds it, in words."""
        return str(self.unit or self.post or "")


class Invitation(Subject):
    """Somebody asked to come, or set down for a shift: the post of a deputy, or a person."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited, not yet answered")
        COMING = "coming", _("Will come")
        DECLINED = "declined", _("Can't come")
        WITHDRAWN = "withdrawn", _("No longer asked")

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="invitations")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["invited", "coming", "declined", "withdrawn"]),
                name="activities_invitation_state",
            ),
            models.CheckConstraint(
                condition=Q(post=None, person__isnull=False) | Q(post__isnull=False, person=None),
                name="activities_post_or_person",
            ),
            models.UniqueConstraint(
                "activity",
                "post",
                condition=Q(post__isnull=False) & ~Q(state="withdrawn"),
                name="activities_post_asked_once",
            ),
            models.UniqueConstraint(
                "activity",
                "person",
                condition=Q(person__isnull=False) & ~Q(state="withdrawn"),
                name="activities_person_asked_once",
            ),
        )

    @property
    def matter_key(self) -> Key:
        return Activity.kind(), self.activity.number

    @property
    def name(self) -> str:
        """Whom it is for."""
        return str(self.post.name if self.post else self.person)


class Attendance(models.Model):
    """Somebody was there: checked in by the code of the moment, or noted by hand, with a name where no one is known."""

    class How(models.TextChoices):
        CODE = "code", _("By code")
        HAND = "hand", _("By hand")

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=40, blank=True)
    how = models.CharField(max_length=10, choices=How)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint("activity", "person", name="activities_there_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""), name="activities_somebody_was_there"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id or self.name} @ {self.activity_id}"
