from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.kernel.workflow import Subject


class Task(Subject):
    """What the district asks of some streets. `questions` are the lines of the questionnaire that goes with it.

    `outputs` must all be there before a street can report; its report itself always must.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted", pgettext_lazy("task", "Draft")
        ISSUED = "issued", _("With the streets")
        GATHERED = "gathered", _("To be merged")
        MERGED = "merged", _("Merged report done")
        CANCELLED = "cancelled", _("Taken back")

    class Kind(models.TextChoices):
        VISIT = "visit", pgettext_lazy("task", "Visit")
        RESEARCH = "research", pgettext_lazy("task", "Research")
        INSPECTION = "inspection", _("Law enforcement inspection")
        ELECTION = "election", pgettext_lazy("task", "Election")
        CONSULTATION = "consultation", pgettext_lazy("task", "Consultation")
        APPRAISAL = "appraisal", pgettext_lazy("task", "Appraisal")

    class Output(models.TextChoices):
        OPINIONS = "opinions", _("Opinions, one by one")
        ATTENDANCE = "attendance", _("Check-in list")
        PHOTOS = "photos", _("Photos of the activity")
        SURVEY = "survey", _("Answers to the questionnaire")

    what = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=80)
    about = models.TextField(max_length=5000)
    mandate = models.ForeignKey("mandates.Mandate", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    streets = models.ManyToManyField("places.Place", related_name="+")
    due = models.DateTimeField()
    minimum = models.PositiveSmallIntegerField(default=0, help_text="how many must have come")
    outputs = ArrayField(models.CharField(max_length=12, choices=Output), default=list)
    questions = models.TextField(max_length=5000, blank=True)
    merged = models.TextField(max_length=20_000, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "issued", "gathered", "merged", "cancelled"]),
                name="assignments_task_state",
            ),
        )
        indexes = (models.Index("district", "state", "due", name="assignments_listed"),)

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)


class StreetTaskQuerySet(models.QuerySet["StreetTask"]):
    def open(self) -> Self:
        """What a street still has to do something about, or the district to accept."""
        return self.exclude(state__in=StreetTask.OVER)


class StreetTask(Subject):
    """A street's part of a task: a matter of its own. `due` is the task's, or later where that was granted."""

    class State(models.TextChoices):
        ISSUED = "issued", _("To be signed for")
        SIGNED = "signed", _("To be planned")
        PLANNED = "planned", pgettext_lazy("task", "Planned")
        RUNNING = "running", _("Under way")
        REPORTED = "reported", _("Report to be approved")
        SUBMITTED = "submitted", pgettext_lazy("task", "Submitted")
        RETURNED = "returned", pgettext_lazy("task", "Returned")
        ACCEPTED = "accepted", pgettext_lazy("task", "Accepted")
        ARCHIVED = "archived", pgettext_lazy("task", "Archived")
        CANCELLED = "cancelled", _("Taken back")

    OVER = (State.ACCEPTED, State.ARCHIVED, State.CANCELLED)

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="parts")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    due = models.DateTimeField()
    plan = models.TextField(max_length=5000, blank=True)
    report = models.TextField(max_length=10_000, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)

    objects = StreetTaskQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("task", "place", name="assignments_once_a_street"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "issued",
                        "signed",
                        "planned",
                        "running",
                        "reported",
                        "submitted",
                        "returned",
                        "accepted",
                        "archived",
                        "cancelled",
                    ]
                ),
                name="assignments_street_state",
            ),
        )
        indexes = (models.Index("place", "state", "due", name="assignments_of_street"),)

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)
