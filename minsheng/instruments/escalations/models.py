from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minsheng.kernel.workflow import Key, Subject


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def of_matter(self, matter: Key) -> Self:
        kind, number = matter
        return self.filter(matter_kind=kind, matter_number=number)

    def open(self) -> Self:
        return self.exclude(state=Escalation.State.SETTLED)


class Escalation(Subject):
    """A matter brought before a desk. `late_duty` is the duty that was late for so long, where a rule raised it."""

    class State(models.TextChoices):
        RAISED = "raised", _("Raised")
        DIRECTED = "directed", _("Instruction given")
        SETTLED = "settled", _("Settled")

    class Level(models.IntegerChoices):
        STREET = 1, _("Street working committee")
        DISTRICT = 2, _("District desk")

    class Reason(models.TextChoices):
        BY_HAND = "by_hand", _("By decision")
        OVERDUE = "overdue", _("Overdue for long")
        TWICE_UNHAPPY = "twice_unhappy", _("Rated badly twice")
        CLUSTER = "cluster", _("Many similar reports")
        JOINT = "joint", _("Sent back again and again")
        CROSS_DISTRICT = "cross_district", _("Reaches across districts")

    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)
    desk = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=14, choices=Reason)
    late_duty = models.OneToOneField("duties.Duty", on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    instruction = models.TextField(max_length=1000, blank=True)
    until = models.DateTimeField(null=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["raised", "directed", "settled"]), name="escalations_state"),
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="escalations_level"),
            models.UniqueConstraint(
                "matter_kind",
                "matter_number",
                "level",
                condition=~Q(state="settled"),
                name="escalations_one_open_a_matter_and_level",
            ),
        )
        indexes = (
            models.Index("matter_kind", "matter_number", name="escalations_matter"),
            models.Index("desk", "raised_at", name="escalations_desk"),
        )

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)

    @property
    def matter_key(self) -> Key:
        return self.matter_kind, self.matter_number
