from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.kernel.workflow import Key, Subject

FIRST = "issue"
"""The message that tells of an order; all others are about one that the other side has."""


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> Self:
        """Those to send now: the messages of an order go one after the other."""
        earlier = Delivery.objects.filter(order=OuterRef("order"), pk__lt=OuterRef("pk"), state__in=("waiting", "dead"))
        return self.filter(~Exists(earlier), state="waiting", next_try__lte=now)


class Delivery(Subject):
    """One message about an order: what its `message`, a step of the order or its matter, has to tell another system.

    Its words are read when it is sent. `number` is the key by which the other side knows a repetition. The first one
    of an order also keeps how far the other side has been `heard`, by its own count, and under which id it has it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be sent")
        DELIVERED = "delivered", pgettext_lazy("gateway", "Delivered")
        DEAD = "dead", pgettext_lazy("gateway", "Given up")
        CANCELLED = "cancelled", pgettext_lazy("gateway", "Not sent")

    order = models.ForeignKey("dispatch.Order", on_delete=models.PROTECT, related_name="+")
    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    connection = models.CharField(max_length=40)
    message = models.CharField(max_length=30)
    told_of = models.CharField(max_length=60, help_text="the number of what took the step")
    made_at = models.DateTimeField()
    next_try = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=20, blank=True, help_text="what went wrong last, as a code")
    delivered_at = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=60, blank=True)
    heard = models.PositiveIntegerField(default=0)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "delivered", "dead", "cancelled"]), name="gateways_state"
            ),
            models.UniqueConstraint("order", condition=Q(message=FIRST), name="gateways_an_order_is_told_once"),
        )
        indexes = (
            models.Index("next_try", condition=Q(state="waiting"), name="gateways_waiting"),
            models.Index("order", "id", name="gateways_of_order"),
            models.Index("matter_kind", "matter_number", name="gateways_of_matter"),
            models.Index("district", "state", "id", name="gateways_list"),
        )

    @property
    def matter_key(self) -> Key:
        return self.matter_kind, self.matter_number


class Reply(models.Model):
    """What another system said of an order, once for each event it names.

    `body` is kept only while the reply is refused, so that it can be taken up later: nobody has to send it again.
    """

    class Outcome(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("gateway", "Taken up")
        OVERTAKEN = "overtaken", _("Overtaken by later news")
        REFUSED = "refused", _("Not possible now")
        SET_ASIDE = "set_aside", pgettext_lazy("gateway", "Set aside")

    connection = models.CharField(max_length=40)
    event = models.CharField(max_length=80)
    first = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    district = models.CharField(max_length=6)
    what = models.CharField(max_length=10)
    sequence = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "replies"
        constraints = (models.UniqueConstraint("connection", "event", name="gateways_an_event_once"),)
        indexes = (models.Index("district", "outcome", "id", name="gateways_replies"),)

    def __str__(self) -> str:
        return f"{self.connection} {self.event}"
