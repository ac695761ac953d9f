from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minsheng.kernel.workflow import Key, Subject


class OrderQuerySet(models.QuerySet["Order"]):
    def of_matter(self, matter: Key) -> Self:
        kind, number = matter
        return self.filter(matter_kind=kind, matter_number=number)

    def standing(self) -> Self:
        """All but those that another order took the place of."""
        return self.exclude(state=Order.State.REDIRECTED)


class Order(Subject):
    """Work given to one unit for one round of a matter. `sender` handed it over, `checker` judges the answer."""

    class State(models.TextChoices):
        SENT = "sent", _("Waiting to be accepted")
        ACCEPTED = "accepted", _("Being handled")
        RETURNED = "returned", _("Sent back")
        ANSWERED = "answered", _("Answered")
        PASSED = "passed", _("Passed")
        REDIRECTED = "redirected", _("Redirected")

    class Resolution(models.TextChoices):
        SOLVED = "solved", _("Solved")
        EXPLAINED = "explained", _("Explained")

    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)
    lead = models.BooleanField(default=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(max_length=10)
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True)
    answer_text = models.TextField(max_length=2000, blank=True)
    issued_at = models.DateTimeField()

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["sent", "accepted", "returned", "answered", "passed", "redirected"]),
                name="dispatch_order_state",
            ),
            models.UniqueConstraint(
                "matter_kind",
                "matter_number",
                "round",
                condition=Q(lead=True) & ~Q(state="redirected"),
                name="dispatch_one_lead_a_round",
            ),
            models.UniqueConstraint(
                "matter_kind",
                "matter_number",
                "round",
                "unit",
                condition=~Q(state="redirected"),
                name="dispatch_one_order_a_unit_and_round",
            ),
        )
        indexes = (
            models.Index("matter_kind", "matter_number", name="dispatch_order_matter"),
            models.Index("unit", "state", name="dispatch_order_unit"),
        )

    @property
    def matter_key(self) -> Key:
        return self.matter_kind, self.matter_number
