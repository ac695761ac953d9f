"""Signing in by phone, limits, appointments, first accounts."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import (
    Appointment,
    Attempt,
    Contact,
    Deputy,
    Person,
    Post,
    Role,
    SignInCode,
    Substitution,
    Unit,
)
from minsheng.ground.people.queries import clean_landline, clean_phone, digest, why_not_erased
from minsheng.ground.places.models import Place, Station
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, TooOften, Wrong

ERASERS: list[Callable[[int, Actor], None]] = []
"""What each room forgets of a person, by the person's id. Rooms say so when they get ready; upper ones come first."""


def limit(act: str, subject: str, *, most: int, within: timedelta) -> None:
    """Count an attempt by a phone or address; raise TooOften when `most` were made `within` that time.

    Several at once are counted one after the other. Call it outside a transaction: what fails later has been tried too.
    """
    key = digest(subject)
    with transaction.atomic():
        _queue(act, key)
        now = clock.now()  # not before the lock: whoever had it has an earlier time. A moved clock leaves later ones
        if Attempt.objects.filter(act=act, digest=key, at__gt=now - within, at__lte=now).count() >= most:
            words = _("That was tried too often. Please wait a while and try again, or call your street's office.")
            raise TooOften(words)
        Attempt.objects.create(act=act, digest=key, at=now)


def _queue(act: str, key: str) -> None:
    """Wait for whoever does the same with the same phone or address, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{act}|{key}"])


def forget_attempts() -> int:
    """Delete what no limit looks at any more."""
    return Attempt.objects.filter(at__lt=clock.now() - timedelta(days=2)).delete()[0]


@transaction.atomic
def make_code(phone: str) -> str:
    """A fresh six-digit code for a phone; earlier unused ones stop working. The caller sends it and forgets it."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    key = digest(phone)
    _queue("code", key)
    SignInCode.objects.filter(phone_digest=key, used_at=None).delete()
    SignInCode.objects.create(phone_digest=key, code_digest=digest(f"{phone}:{code}"), made_at=clock.now())
    return code


def sign_in_by_code(phone: str, code: str, *, life: timedelta, tries: int, name: str = "") -> Person:
    """The person whose phone answered with the right code, made on first use. Raises Wrong with what to do."""
    if not use_code(clean_phone(phone), code.strip(), life=life, tries=tries):
        raise Wrong(_("This code is wrong or no longer valid. Check it, or ask for a new one."))
    return person_of(clean_phone(phone), name=name)


def use_code(phone: str, code: str, *, life: timedelta, tries: int) -> bool:
    """Whether the code was right; a right one is used up, a wrong one counts. Kept even if the request then fails."""
    with transaction.atomic():
        row = SignInCode.objects.select_for_update().filter(phone_digest=digest(phone), used_at=None).first()
        if row is None or row.made_at < clock.now() - life or row.tries >= tries:
            return False
        right = secrets.compare_digest(row.code_digest, digest(f"{phone}:{code}"))
        row.tries += 1
        row.used_at = clock.now() if right else None
        row.save(update_fields=["tries", "used_at"])
        return right


@transaction.atomic
def person_of(phone: str, *, name: str = "") -> Person:
    """The resident who proved to have that phone; made when there is none. Two at once get the same one."""
    return _with_phone(phone, name)


@transaction.atomic
def visitor_of(phone: str, *, name: str = "", confirmed: bool = False) -> Person:
    """Somebody who came by and left a number. Only a confirmed one leads to the resident who has that number.

    An unconfirmed one may be mistyped, and a landline is a household's: whoever reads the same number elsewhere must
    not find what was said here. Raises Wrong for what is no number.
    """
    mobile, landline = clean_phone(phone), clean_landline(phone)
    if mobile and confirmed:
        return _with_phone(mobile, name)
    if not (mobile or landline):
        raise Wrong(_("This is not a phone number. Type a mobile number, or a landline with its area code."))
    person = nameless(name)
    Contact.objects.create(person=person, phone=mobile or landline, landline=not mobile, confirmed=False)
    return person


def _with_phone(phone: str, name: str) -> Person:
    found = Contact.objects.select_related("person").filter(phone=phone, confirmed=True).first()
    if found is None:
        person = nameless(name)
        found, made = Contact.objects.get_or_create(phone=phone, confirmed=True, defaults={"person": person})
        if not made:
            person.delete()
    return found.person


def nameless(name: str = "") -> Person:
    """Somebody new, of whom no more is known than a name, if that: they can't sign in, but by a phone added later."""
    person = Person(name=name)
    person.set_unusable_password()
    person.save()
    return person


@transaction.atomic
def register_staff(username: str, name: str, *, hashed: str = "", demo: bool = False) -> Person:
    """An account with a user name; without a hashed password it can't sign in until a one-time link sets one."""
    person = Person(username=username, name=name, demo=demo, password=hashed)
    if not hashed:
        person.set_unusable_password()
    person.save()
    return person


def appoint(person: Person, post: Post, *, since: date | None = None, until: date | None = None) -> Appointment:
    """Put a person on a post."""
    return Appointment.objects.create(person=person, post=post, since=since or clock.today(), until=until)


def substitute(post: Post, person: Person, *, since: date, until: date) -> Substitution:
    """Let somebody act for a post while its holder is away."""
    return Substitution.objects.create(post=post, person=person, since=since, until=until)


def end(appointment: Appointment) -> Appointment:
    """End an appointment at once; one that began today lasts until tonight. The caller sees to what it leaves behind.

    Nothing new comes to the post until the transaction ends. Raises NotNow when it has ended already.
    """
    Post.objects.select_for_update().get(pk=appointment.post_id)
    row = Appointment.objects.current().select_for_update().filter(pk=appointment.pk).first()
    if row is None:
        raise NotNow(_("This appointment has ended already."))
    row.until = max(row.since, clock.today() - timedelta(days=1))
    row.save(update_fields=["until"])
    return row


def end_substitution(substitution: Substitution) -> None:
    """Let a substitution end: one that has not begun never begins, one that runs ends today at the latest."""
    today = clock.today()
    if substitution.since > today:
        substitution.delete()
    else:
        substitution.until = max(substitution.since, min(substitution.until, today - timedelta(days=1)))
        substitution.save(update_fields=["until"])


def first_administrator(post: Post, username: str = "admin") -> Person:
    """The administrator of an empty house; the one-time link made for it sets the password."""
    person = Person.objects.filter(username=username).first() or register_staff(username, "")
    if not Appointment.objects.current().filter(person=person, post__role=Role.ADMINISTRATOR).exists():
        appoint(person, post)
    return person


def open_unit(kind: str, name: str, short: str, *, place: Place, parent: Unit | None = None) -> Unit:
    """Set up an office, department or body at a place."""
    return Unit.objects.create(kind=kind, name=name, short=short, place=place, parent=parent, district=place.district)


def open_post(role: str, name: str, *, place: Place, unit: Unit | None = None, station: Station | None = None) -> Post:
    """Set up a seat: in a unit, at a station, or for a place as a whole."""
    return Post.objects.create(role=role, name=name, place=place, unit=unit, station=station, district=place.district)


@transaction.atomic
def register_deputy(
    code: str, name: str, post: Post, *, phone: str = "", about: str = "", demo: bool = False
) -> Person:
    """A deputy in office with the post that residents address."""
    person = person_of(phone, name=name) if phone else register_staff(f"deputy.{code.lower()}", name)
    if demo:
        mark_demo(person)
    Deputy.objects.create(person=person, post=post, code=code, about=about)
    return person


def mark_demo(person: Person) -> None:
    """Let somebody sign in without proof: the demo's own accounts, nobody else ever."""
    person.demo = True
    person.save(update_fields=["demo"])


def set_status(deputy: Deputy, status: str, *, reason: str = "") -> None:
    """Suspend a deputy, end the mandate, or put it back in force (代表法 arts. 61-62)."""
    deputy.status, deputy.reason, deputy.status_since = status, reason, clock.today()
    deputy.save(update_fields=["status", "reason", "status_since"])


def rename(name: str, *, by: Actor) -> None:
    """Keep the name that somebody gives themselves."""
    Person.objects.filter(pk=by.person_id or 0).update(name=name)


@transaction.atomic
def erase(person: Person, *, by: Actor) -> None:
    """Forget a person for good (个人信息保护法 art. 47): name, phone, sign-in, and what rooms keep of theirs.

    The row stays, nameless, since entries of the journal point to it. Asked for by nobody but themselves. Raises
    NotYours, and NotNow while something of theirs is being handled.
    """
    if by.person_id != person.pk or not by.is_(Role.RESIDENT):
        raise NotYours(_("Only you yourself can have your data deleted."))
    locked = Person.objects.select_for_update().get(pk=person.pk)
    refused = why_not_erased(locked)
    if refused:
        raise NotNow(refused)
    for forget in reversed(ERASERS):
        forget(locked.pk, by)
    _forget_contact(locked)
    locked.name, locked.username, locked.is_active, locked.erased_at = "", None, False, clock.now()
    locked.set_unusable_password()
    locked.save()


def _forget_contact(person: Person) -> None:
    for contact in Contact.objects.filter(person=person):
        SignInCode.objects.filter(phone_digest=digest(contact.phone)).delete()
        contact.delete()
