from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> Self:
        """Those that wait or run."""
        return self.filter(status__in=("waiting", "running"))


class Job(models.Model):
    """Long work. `done` of `total` is behind it; `failed` are the first rows that didn't go in, `failures` counts all.

    `facts` belong to the work. `post` and `role` are those the person acted in: the work is done under them.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        BROKEN = "broken", _("Broken off")
        STOPPED = "stopped", _("Stopped")

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10, help_text="of the person, for titles, reasons and the result")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20)
    district = models.CharField(max_length=6)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    failed = models.JSONField(default=list)
    failures = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)
    message = models.CharField(max_length=500, blank=True)
    result = models.CharField(max_length=200, blank=True)
    result_label = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "running", "done", "broken", "stopped"]), name="jobs_status"
            ),
        )
        indexes = (
            models.Index("person", "kind", "made_at", name="jobs_of_person"),
            models.Index("heartbeat", condition=Q(status__in=["waiting", "running"]), name="jobs_open"),
        )

    def __str__(self) -> str:
        return f"job {self.pk}"

    @property
    def open(self) -> bool:
        return self.status in {self.Status.WAITING, self.Status.RUNNING}
