from typing import Self

from django.db import models
from django.db.models import Q

from minsheng.ground.people.actors import Actor
from minsheng.kernel import clock


class DutyQuerySet(models.QuerySet["Duty"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def of(self, actor: Actor) -> Self:
        """Duties of the actor's posts and unit; a resident's own ones."""
        if actor.resident:
            return self.filter(person=actor.person_id) if actor.person_id else self.none()
        return self.filter(Q(post__in=actor.posts) | Q(unit=actor.unit_id, unit__isnull=False))

    def to_be_told(self) -> Self:
        """Open ones whose lamp has turned, or has been red for so long that somebody above is to hear of it."""
        return self.open().filter(tell_at__lte=clock.now())

    def lapsed(self) -> Self:
        """Open ones whose time is over and for which a step is to be taken by the system."""
        return self.open().filter(due__lte=clock.now()).exclude(lapse="")


class Duty(models.Model):
    """Who must act next on something, and until when. One open duty a subject.

    `told` says who has been told of its lamp: nobody, its holders at amber, at red, then so many levels above them.
    """

    AMBER, RED = 1, 2

    district = models.CharField(max_length=6)
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    step = models.CharField(max_length=30)
    since = models.DateTimeField()
    due = models.DateTimeField(null=True)
    first_due = models.DateTimeField(null=True, help_text="what it was before more time was granted")
    amber_at = models.DateTimeField(null=True, help_text="from when its lamp is amber")
    tell_at = models.DateTimeField(null=True, help_text="when somebody is to be told of it next")
    told = models.PositiveSmallIntegerField(default=0, db_default=0)
    clock = models.CharField(max_length=60, blank=True)
    provisional = models.BooleanField(default=False)
    lapse = models.CharField(max_length=30, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"
        constraints = (
            models.UniqueConstraint("kind", "number", condition=Q(closed_at=None), name="duties_one_open_a_subject"),
            models.CheckConstraint(
                condition=Q(post__isnull=False, unit=None, person=None)
                | Q(post=None, unit__isnull=False, person=None)
                | Q(post=None, unit=None, person__isnull=False),
                name="duties_one_holder",
            ),
        )
        indexes = (
            models.Index("post", "due", condition=Q(closed_at=None), name="duties_post_open"),
            models.Index("unit", "due", condition=Q(closed_at=None), name="duties_unit_open"),
            models.Index("person", "due", condition=Q(closed_at=None), name="duties_person_open"),
            models.Index("due", condition=Q(closed_at=None), name="duties_due_open"),
            models.Index("tell_at", condition=Q(closed_at=None), name="duties_tell_open"),
            models.Index("matter_kind", "matter_number", name="duties_matter"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.clock}"

    @property
    def matter_key(self) -> tuple[str, str]:
        return self.matter_kind, self.matter_number

    @property
    def late(self) -> bool:
        return bool(self.due and (self.closed_at or clock.now()) > self.due)
