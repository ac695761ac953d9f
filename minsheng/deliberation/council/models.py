from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minsheng.kernel import clock
from minsheng.kernel.workflow import Subject


class OfStreet(Subject):
    """What belongs to a street: its congress work office prepares, its working committee decides."""

    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Nomination(OfStreet):
    """Somebody recommended for the council. The phone is kept until it is decided, and never shown in full."""

    class State(models.TextChoices):
        RECOMMENDED = "recommended", _("Recommended")
        VETTED = "vetted", _("Vetted")
        ANNOUNCED = "announced", _("Public notice")
        APPOINTED = "appointed", _("Member")
        NOT_ADMITTED = "not_admitted", _("Not admitted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class How(models.TextChoices):
        SELF = "self", _("By oneself")
        ORGANISATION = "organisation", _("By an organisation")
        RESIDENTS = "residents", _("By residents together")

    class Category(models.TextChoices):
        DEPUTY = "deputy", _("Deputy")
        CPPCC = "cppcc", _("CPPCC member")
        RESIDENT = "resident", _("Resident")

    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=10, choices=Category)
    community = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=200, blank=True)
    why = models.TextField(max_length=500, blank=True)
    how = models.CharField(max_length=12, choices=How)
    organisation = models.CharField(max_length=80, blank=True)
    signers = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(null=True, help_text="when the public notice ends")
    findings = models.TextField(max_length=1000, blank=True, help_text="what became of the objections")
    refusal = models.CharField(max_length=500, blank=True, help_text="why not, for whoever recommended")
    appointment = models.OneToOneField("people.Appointment", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["recommended", "vetted", "announced", "appointed", "not_admitted", "withdrawn"]),
                name="council_nomination_state",
            ),
        )
        indexes = (models.Index("place", "state", name="council_nominations"),)

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)

    @property
    def moments(self) -> Mapping[str, datetime]:
        return {"notice": self.until} if self.until else {}


class Objection(models.Model):
    """What somebody has against a nomination, said during the public notice."""

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="objections")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint("nomination", "person", name="council_objects_once"),)

    def __str__(self) -> str:
        return f"objection {self.pk}"


class Meeting(OfStreet):
    """A meeting of the council: an activity with an agenda. Its materials are documents of it."""

    class State(models.TextChoices):
        CONVENED = "convened", _("Convened")
        HELD = "held", _("Held, minutes due")
        DRAFTED = "drafted", _("Minutes to be confirmed")
        CONFIRMED = "confirmed", _("Minutes confirmed")
        CANCELLED = "cancelled", _("Called off")

    activity = models.OneToOneField("activities.Activity", on_delete=models.PROTECT, related_name="+")
    minutes = models.TextField(max_length=20_000, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["convened", "held", "drafted", "confirmed", "cancelled"]),
                name="council_meeting_state",
            ),
        )

    @property
    def title(self) -> str:
        return self.activity.title

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)


class Item(models.Model):
    """A line of the agenda. `taken` says what became of a plan that the members were asked about."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Work report")
        PLAN = "plan", _("Annual plan, for opinions")
        PROJECTS = "projects", _("Livelihood projects")
        OTHER = "other", _("Other matter")

    class Taken(models.TextChoices):
        ADOPTED = "adopted", _("Opinions adopted")
        PARTLY = "partly", _("Adopted in part")
        DECLINED = "declined", _("Not adopted")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=120)
    speaker = models.CharField(max_length=40, blank=True)
    taken = models.CharField(max_length=10, choices=Taken, blank=True)
    answer = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint("meeting", "position", name="council_agenda_order"),)

    def __str__(self) -> str:
        return self.title


class Convening(OfStreet):
    """The duty of a street committee to convene the council at the start of a year (街道人大工作条例 art. 17)."""

    class State(models.TextChoices):
        DUE = "due", _("Still to be held")
        HELD = "held", _("Held")
        MISSED = "missed", _("Not held that year")

    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["due", "held", "missed"]), name="council_convening_state"),
            models.UniqueConstraint("place", "year", name="council_convened_once_a_year"),
        )

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)

    @property
    def moments(self) -> Mapping[str, datetime]:
        return {"year": datetime(self.year - 1, 12, 31, 12, tzinfo=clock.ZONE)}
