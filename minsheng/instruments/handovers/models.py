from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minsheng.kernel.workflow import Key, Subject


class HandoverQuerySet(models.QuerySet["Handover"]):
    def of_matter(self, matter: Key) -> Self:
        kind, number = matter
        return self.filter(matter_kind=kind, matter_number=number)


class Handover(Subject):
    """A matter offered to where it belongs. `holder` sees to it until somebody there has answered.

    `link` says where it goes on: the number it got there, or an address.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        TAKEN = "taken", _("Taken up")
        DECLINED = "declined", _("Declined")

    class Destination(models.TextChoices):
        SUGGESTION = "suggestion", _("Deputies' suggestion")
        MICROFUND = "microfund", _("Micro-suggestion fund")
        POOL = "pool", _("Livelihood project pool")
        TOPIC = "topic", _("Deliberation topic")
        TASK = "task", _("Task report")
        PETITION = "petition", _("Petition office")

    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    destination = models.CharField(max_length=12, choices=Destination)
    holder = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    link = models.CharField(max_length=200, blank=True)
    offered_at = models.DateTimeField()

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["offered", "taken", "declined"]), name="handovers_state"),
            models.UniqueConstraint(
                "matter_kind", "matter_number", condition=Q(state="offered"), name="handovers_one_offered_a_matter"
            ),
        )
        indexes = (models.Index("matter_kind", "matter_number", name="handovers_matter"),)

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)

    @property
    def matter_key(self) -> Key:
        return self.matter_kind, self.matter_number
