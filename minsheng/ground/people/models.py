from datetime import date
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from minsheng.kernel import clock


class Role(models.TextChoices):
    """What a post lets a person do. A person without a post is a resident."""

    RESIDENT = "resident", _("Resident")
    DEPUTY = "deputy", _("Deputy")
    OFFICE = "office", _("Congress office clerk")
    DIRECTOR = "director", _("Committee director")
    GOVERNMENT = "government", _("Street office desk")
    HANDLER = "handler", _("Department handler")
    COUNCIL_MEMBER = "council_member", _("Council member")
    DISTRICT = "district", _("District staff")
    COORDINATOR = "coordinator", _("Station coordinator")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


BY_PHONE = frozenset({Role.RESIDENT, Role.DEPUTY, Role.COUNCIL_MEMBER})
"""Roles that a sign-in by phone code is enough for; every other role needs a password and a second factor."""


class PersonManager(BaseUserManager["Person"]):
    """Django's sign-in looks people up by their user name."""


class Person(AbstractBaseUser):
    """Someone who signs in. Staff have a user name; residents only their phone, which is in `Contact`."""

    username = models.CharField(max_length=60, unique=True, null=True, blank=True)
    name = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    joined = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, help_text="since when nothing is known of them any more")

    USERNAME_FIELD = "username"

    objects = PersonManager()

    def __str__(self) -> str:
        return self.name or _("Resident").__str__()


class Contact(models.Model):
    """How to reach a person. Read only through access, every look by another person is recorded."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="contact")
    phone = models.CharField(max_length=20)
    landline = models.BooleanField(default=False)
    confirmed = models.BooleanField(default=True, help_text="the person has typed a code that was sent there")

    class Meta:
        constraints = (
            models.UniqueConstraint("phone", condition=Q(confirmed=True), name="people_one_person_a_confirmed_phone"),
            models.CheckConstraint(condition=Q(landline=False) | Q(confirmed=False), name="people_no_code_by_landline"),
        )
        indexes = (models.Index("phone", name="people_contact_phone"),)

    def __str__(self) -> str:
        return f"contact of {self.person_id}"


class Unit(models.Model):
    """An office, department or body that duties can belong to."""

    class Kind(models.TextChoices):
        CONGRESS_OFFICE = "congress_office", _("People's Congress work office")
        STREET_COMMITTEE = "street_committee", _("Street working committee")
        STREET_OFFICE = "street_office", _("Street office")
        DEPARTMENT = "department", _("Department")
        DISTRICT_DESK = "district_desk", _("District desk")
        DISTRICT_BODY = "district_body", _("District body")

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=60)
    short = models.CharField(max_length=20)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    district = models.CharField(max_length=6)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "place",
                "kind",
                condition=~Q(kind__in=["department", "district_body"]),
                name="people_one_unit_of_a_kind_a_place",
            ),
            models.UniqueConstraint("place", "name", name="people_unit_name_in_place"),
        )

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A seat that duties can belong to, whoever sits on it: a named deputy's, a station's deputies', a clerk's."""

    role = models.CharField(max_length=20, choices=Role)
    name = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    station = models.ForeignKey("places.Station", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    district = models.CharField(max_length=6)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "station", "role", condition=Q(station__isnull=False), name="people_one_post_a_role_and_station"
            ),
        )

    def __str__(self) -> str:
        return self.name


class TermQuerySet[M: models.Model](models.QuerySet[M]):
    def current(self, on: date | None = None) -> Self:
        """Those in force on a day, today by default."""
        day = on or clock.today()
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Appointment(models.Model):
    """A person on a post, from one day to another, both included."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)

    objects = TermQuerySet["Appointment"].as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="people_term_in_order"),
            models.UniqueConstraint("person", "post", condition=Q(until=None), name="people_one_open_appointment"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.post_id}"


class Substitution(models.Model):
    """Someone who acts for a post while its holder is away, both days included."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()

    objects = TermQuerySet["Substitution"].as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(until__gte=F("since")), name="people_substitution_in_order"),)

    def __str__(self) -> str:
        return f"{self.person_id} for {self.post_id}"


class Deputy(models.Model):
    """A deputy to the district people's congress. Status by 代表法 arts. 61-62; basic data are public by art. 58."""

    class Status(models.TextChoices):
        IN_OFFICE = "in_office", _("In office")
        SUSPENDED = "suspended", _("Suspended from duties")
        ENDED = "ended", _("Mandate ended")

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="deputy")
    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="deputy")
    code = models.CharField(max_length=20, unique=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.IN_OFFICE)
    status_since = models.DateField(default=clock.today)
    reason = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "deputies"

    def __str__(self) -> str:
        return self.code


class SignInCode(models.Model):
    """A code sent to a phone. Only digests are kept; a code works once."""

    phone_digest = models.CharField(max_length=64, db_index=True)
    code_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"code {self.pk}"


class Attempt(models.Model):
    """Something that is limited per phone or address: a digest, never the phone or address itself."""

    act = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("act", "digest", "at", name="people_attempt_recent"),)

    def __str__(self) -> str:
        return f"{self.act} {self.at}"
