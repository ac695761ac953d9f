from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.kernel.workflow import Key, Subject


class OfMatter[M: models.Model](models.QuerySet[M]):
    def of_matter(self, matter: Key) -> Self:
        kind, number = matter
        return self.filter(matter_kind=kind, matter_number=number)


class OrderQuerySet(OfMatter["Order"]):
    def standing(self) -> Self:
        """All but those that another order took the place of."""
        return self.exclude(state=Order.State.REDIRECTED)


class Order(Subject):
    """Work given to one unit for one round of a matter. `sender` handed it over, `checker` judges the answer.

    `handler` is who of the unit has it in hand. `suggested` and `return_reason` are what the unit said when it sent the
    order back; a `binding` one was decided jointly and can't be. `owner` and `until` belong to an answer that only
    promises, `reopened_at` to a round after the first.
    """

    class State(models.TextChoices):
        SENT = "sent", _("Waiting to be accepted")
        ACCEPTED = "accepted", _("Being handled")
        RETURNED = "returned", _("Sent back")
        DISPUTED = "disputed", _("To be decided jointly")
        ANSWERED = "answered", _("Answered")
        PASSED = "passed", _("Passed")
        REDIRECTED = "redirected", _("Redirected")

    class Resolution(models.TextChoices):
        SOLVED = "solved", _("Solved")
        EXPLAINED = "explained", _("Explained")
        PLANNED = "planned", _("Planned")

    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)
    lead = models.BooleanField(default=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    tier = models.CharField(max_length=10)
    on_site = models.BooleanField(default=False, db_default=False, help_text="an answer shows a photo of it")
    binding = models.BooleanField(default=False, db_default=False)
    suggested = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    return_reason = models.CharField(max_length=20, blank=True, db_default="", help_text="a code of the rule")
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True)
    answer_text = models.TextField(max_length=2000, blank=True)
    owner = models.CharField(max_length=60, blank=True, db_default="", help_text="who is to keep what is promised")
    until = models.DateTimeField(null=True, help_text="by when it is promised")
    issued_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True, help_text="when its matter was taken up again")

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["sent", "accepted", "returned", "disputed", "answered", "passed", "redirected"]),
                name="dispatch_order_state",
            ),
            models.CheckConstraint(
                condition=~Q(resolution="planned") | Q(~Q(owner=""), until__isnull=False),
                name="dispatch_planned_has_owner_and_date",
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

    @property
    def at_work(self) -> bool:
        """Whether its unit still has something to do with it."""
        return self.state in {self.State.SENT, self.State.ACCEPTED}

    @property
    def pace(self) -> str:
        """What its time to answer goes by: how hard the matter is, in later rounds one time for all."""
        return self.tier if self.round == 1 else "again"

    @property
    def moments(self) -> dict[str, datetime]:
        """A matter taken up again has its time from then on, not from when a unit accepts it once more."""
        return {"reopen": self.reopened_at} if self.reopened_at else {}


class Part(Subject):
    """What hangs on an order and has a duty of its own; it stands on the page of the order's matter."""

    State: ClassVar[type[models.TextChoices]]

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def matter_key(self) -> Key:
        return self.matter_kind, self.matter_number

    @property
    def state_label(self) -> str:
        """Its state in words."""
        return str(self.State(self.state).label)


class Extension(Part):
    """More time for an order, asked for by its unit and decided on by its checker. The order's own duty runs on."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        DROPPED = "dropped", _("No longer needed")

    reason = models.CharField(max_length=500, help_text="for the resident to read, once it is granted")
    until = models.DateTimeField()

    objects = OfMatter["Extension"].as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["asked", "granted", "refused", "dropped"]), name="dispatch_extension_state"
            ),
            models.UniqueConstraint("order", condition=Q(state="asked"), name="dispatch_one_extension_asked"),
        )
        indexes = (models.Index("matter_kind", "matter_number", name="dispatch_extension_matter"),)


class PromiseQuerySet(OfMatter["Promise"]):
    def open(self) -> Self:
        """Those that are still to be kept, or to be seen to be."""
        return self.filter(state__in=(Promise.State.OPEN, Promise.State.CLAIMED))

    def standing(self) -> Self:
        """All but those that were taken back."""
        return self.exclude(state=Promise.State.RECALLED)

    def kept(self) -> Self:
        return self.filter(state=Promise.State.KEPT)

    def kept_late(self) -> Self:
        return self.kept().filter(kept_at__gt=F("until"))


class Promise(Part):
    """What an answer promised by a date. Its matter counts as open until the checker has seen that it is kept.

    `kept_at` is when the unit reported what the checker then found to be so: time spent checking makes nobody late.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be kept")
        CLAIMED = "claimed", _("Reported as done")
        KEPT = "kept", _("Kept")
        RECALLED = "recalled", pgettext_lazy("promise", "Taken back")

    owner = models.CharField(max_length=60)
    until = models.DateTimeField()
    text = models.TextField(max_length=2000, blank=True, help_text="what was done, for the resident to read")
    kept_at = models.DateTimeField(null=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["open", "claimed", "kept", "recalled"]), name="dispatch_promise_state"
            ),
            models.UniqueConstraint("order", name="dispatch_one_promise_an_order"),
        )
        indexes = (
            models.Index("matter_kind", "matter_number", name="dispatch_promise_matter"),
            models.Index("place", "until", name="dispatch_promise_place"),
        )

    @property
    def late(self) -> bool:
        """Whether it was kept after its date."""
        return bool(self.kept_at and self.kept_at > self.until)
