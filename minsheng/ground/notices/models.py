from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.ground.people.actors import Actor
from minsheng.kernel import clock


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, actor: Actor) -> Self:
        """The person's own, those of the side on which they act now. A signed link's visitor has none."""
        return self.filter(person=actor.person_id, official=actor.staff) if actor.signed_in else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """What somebody finds in the app: an act on a matter. `official`: something to do for a post that they hold.

    Beside acts: a duty whose lamp turned, told to its holders and then to those above them; the digest of a `day`,
    which is about no matter and counts what was open that morning.
    """

    class Why(models.TextChoices):
        STEP = "step", _("Something was done")
        AMBER = "amber", _("Time is running short")
        RED = "red", pgettext_lazy("notice", "Overdue")
        ABOVE = "above", _("Overdue for long, at a desk below yours")
        DIGEST = "digest", _("To do this morning")

    why = models.CharField(max_length=8, choices=Why, default=Why.STEP, db_default=Why.STEP)
    day = models.DateField(null=True)
    counts = models.JSONField(default=dict, db_default={})
    district = models.CharField(max_length=6)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    official = models.BooleanField(default=False)
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    step = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index("person", "official", "id", name="notices_person"),
            models.Index("person", "official", condition=Q(read_at=None), name="notices_unread"),
            models.Index("matter_kind", "matter_number", name="notices_matter"),
            models.Index("day", "person", condition=Q(day__isnull=False), name="notices_morning"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.step}"

    @property
    def matter_key(self) -> tuple[str, str]:
        return self.matter_kind, self.matter_number


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, failed=False)

    def due(self) -> Self:
        """Those to be sent now, the longest waiting first."""
        return self.waiting().filter(send_after__lte=clock.now()).order_by("send_after", "id")


class Message(models.Model):
    """A text message on its way. To a person: what to tell is put into words at sending, so that nothing lies about.

    `phone` and `text` are filled only for sign-in codes, and emptied when the message has gone or was given up.
    """

    district = models.CharField(max_length=6, blank=True)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    phone = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    matter_kind = models.CharField(max_length=60, blank=True)
    matter_number = models.CharField(max_length=60, blank=True)
    step = models.CharField(max_length=30, blank=True)
    link = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    send_after = models.DateTimeField()
    until = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failed = models.BooleanField(default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, phone="", text="") | Q(person=None),
                name="notices_no_phone_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, failed=False) | Q(phone="", text=""), name="notices_emptied_when_done"
            ),
        )
        indexes = (
            models.Index("send_after", "id", condition=Q(sent_at=None, failed=False), name="notices_due"),
            models.Index("made_at", name="notices_made"),
        )

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def matter_key(self) -> tuple[str, str]:
        return self.matter_kind, self.matter_number


class Preference(models.Model):
    """What a person chose; who chose nothing gets text messages, none at night, officials a digest every morning."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, primary_key=True, related_name="+")
    sms = models.BooleanField(default=True)
    quiet = models.BooleanField(default=True)
    digest = models.BooleanField(default=True, db_default=True)

    def __str__(self) -> str:
        return f"preference of {self.person_id}"
