from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minsheng.kernel.workflow import Subject


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self) -> Self:
        return self.filter(state=Mandate.State.IN_FORCE)


class Mandate(Subject):
    """What gives a body the right and the duty to act. `reference` is the number or clause it is cited by."""

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        ENDED = "ended", _("No longer in force")

    class Kind(models.TextChoices):
        ANNUAL_PLAN = "annual_plan", _("Item of the annual supervision plan")
        CHAIRMEN = "chairmen", _("Decision of the chairpersons' council")
        STANDING = "standing", _("Decision of the standing committee")
        LAW = "law", _("Duty by law")
        OTHER = "other", _("Other basis")

    what = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=120)
    reference = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    about = models.TextField(max_length=2000, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(state__in=["in_force", "ended"]), name="mandates_state"),)
        indexes = (models.Index(fields=["district", "state", "-decided_on"], name="mandates_listed"),)

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)

    @property
    def cited(self) -> str:
        """How it is cited: its title, and the number or clause it is known by."""
        return f"{self.title}（{self.reference}）" if self.reference else self.title
