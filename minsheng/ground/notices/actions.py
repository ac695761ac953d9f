"""Telling people, and sending what is due."""

import logging
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from minsheng.ground.duties import actions as duties
from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import of_matter
from minsheng.ground.links.actions import make
from minsheng.ground.notices import queries
from minsheng.ground.notices.models import Message, Notice, Preference
from minsheng.ground.notices.sms import gateway
from minsheng.ground.people import actions as people
from minsheng.ground.people.access import phone_for_message
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Person
from minsheng.ground.people.queries import clean_phone
from minsheng.ground.policies.queries import calendar, value
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong
from minsheng.kernel.workflow import TABLES, Key, Taken

MOST_TRIES: Final = 8
HOUR: Final = timedelta(hours=1)
STALE: Final = timedelta(days=1)
"""Older news is read in the app; a text message about it would only confuse."""
KEPT: Final = timedelta(days=180)
DIGEST: Final = "digest"
"""The kind of a message that says how much waits, in the rule `notices.sms` too."""

log = logging.getLogger("minsheng.notices")


@transaction.atomic
def tell(person_ids: Iterable[int], *, matter: Key, subject: Key, step: str, district: str, link: bool = True) -> None:
    """Tell people that a step of a subject was taken: in the app, and by SMS if the rule `notices.sms` names it.

    The SMS says the matter's number and the step's sentence, with a signed link to the matter unless `link` is false.
    """
    told = list(dict.fromkeys(person_ids))
    _note(told, official=False, matter=matter, subject=subject, step=step, district=district)
    if f"{subject[0]}:{step}" in value("notices.sms"):
        _queue(told, matter=matter, kind=subject[0], step=step, district=district, link=link)


def tell_holders(taken: Taken) -> None:
    """Tell those on the post or in the unit whose turn it is now; not the one who acted."""
    told = queries.holders(taken.subject, taken.step.turn) - {taken.by.person_id}
    _note(
        sorted(told),
        official=True,
        matter=taken.matter_key,
        subject=taken.subject.key,
        step=taken.step.name,
        district=taken.subject.district,
    )


def tell_turn(matter: Key, *, step: str, district: str, subject: Key | None = None) -> None:
    """Tell those whose turn it is with a matter or a part of it, in the app: somebody waits.

    `subject` is what of the matter the step was taken with, by default the matter itself.
    """
    told = {person for duty in of_matter(matter) for person in queries.holders(duty, "post unit")}
    _note(sorted(told), official=True, matter=matter, subject=subject or matter, step=step, district=district)


def tell_posts(post_ids: Iterable[int], *, matter: Key, step: str, district: str) -> None:
    """Tell those on some posts, in the app."""
    told = {person for post in post_ids for person in queries.on_post(post)}
    _note(sorted(told), official=True, matter=matter, subject=matter, step=step, district=district)


def warn(most: int = 500) -> int:
    """Tell of duties whose lamp has turned, each in its own transaction; how many.

    Holders are told once at amber and once at red, then those above them, level by level. What is told and that it was
    told are written together: nothing is told twice, however often this runs, or in however many places.
    """
    ready = list(Duty.objects.to_be_told().order_by("tell_at", "id").values_list("pk", flat=True)[:most])
    return sum(_warn_of(pk) for pk in ready)


def digest() -> int:
    """On a working morning, tell every official who has something to do how much of it is open, amber and late.

    Once a day and person, however often this runs; who chose to hear nothing hears nothing. How many were told.
    """
    now, rule = clock.local(clock.now()), value("duty.digest")
    opened, over = time.fromisoformat(rule["from"]), time.fromisoformat(rule["to"])
    if not (opened <= now.time() < over and calendar().is_workday(now.date())):
        return 0
    told = Notice.objects.filter(day=now.date()).values("person")
    off = Preference.objects.filter(digest=False).values("person")
    return sum(_digest_of(person) for person in queries.with_duties().exclude(pk__in=told).exclude(pk__in=off))


def mark_read(actor: Actor, matter: Key | None = None) -> int:
    """Count the actor's notices as read, of one matter or all; how many were not."""
    rows = Notice.objects.of(actor).unread()
    if matter:
        rows = rows.filter(matter_kind=matter[0], matter_number=matter[1])
    return rows.update(read_at=clock.now())


def prefer(person_id: int, **chosen: bool) -> None:
    """Keep what a person chose: `sms`, `quiet`, `digest`; what isn't said stays."""
    Preference.objects.update_or_create(person_id=person_id, defaults=chosen)


def send_code(phone: str, address: str) -> None:
    """Send a sign-in code at once, at night too. Raises Wrong for what is no mobile number, TooOften beyond the limits.

    It is sent from here, so that signing in works while no worker runs; if that fails, the worker tries again.
    """
    number, rule = clean_phone(phone), value("signin.code")
    if not number:
        raise Wrong(_("This is not a mobile number. Type the 11 digits of yours."))
    people.limit("code-address", address, most=rule["per_address_hour"], within=HOUR)
    people.limit("code-phone", number, most=rule["per_phone_hour"], within=HOUR)
    now, minutes = clock.now(), rule["ttl_minutes"]
    with transaction.atomic():
        words = {"site": settings.SITE_TITLE, "code": people.make_code(number), "minutes": minutes}
        text = _("[%(site)s] Your code is %(code)s, valid for %(minutes)s minutes. Give it to nobody.") % words
        until = now + timedelta(minutes=minutes)
        message = Message.objects.create(phone=number, text=text, made_at=now, send_after=now, until=until)
    _deliver(message.pk)


def deliver(most: int = 200) -> int:
    """Send what is due, each in its own transaction; how many were sent. Workers beside this one take other rows."""
    sent = 0
    for _turn in range(most):
        done = _deliver()
        if done is None:
            break
        sent += done
    return sent


def forget() -> int:
    """Delete messages and read notices that have had their time."""
    before = clock.now() - KEPT
    gone = Message.objects.filter(made_at__lt=before).delete()[0]
    return gone + Notice.objects.filter(read_at__lt=before).delete()[0]


def forget_person(person_id: int, _by: Actor) -> None:
    """Delete all that was told or is still to be told to a person, and what they chose."""
    for rows in (Notice.objects, Message.objects, Preference.objects):
        rows.filter(person=person_id).delete()


def morning(moment: datetime, rule: dict[str, str]) -> datetime:
    """The moment itself, or, within the quiet hours from one time to another, their end."""
    start, end = time.fromisoformat(rule["from"]), time.fromisoformat(rule["to"])
    local = clock.local(moment)
    now = local.time()
    night = start <= now < end if start <= end else now >= start or now < end
    if not night:
        return moment
    day = local.date() + timedelta(days=1 if start > end and now >= start else 0)
    return datetime.combine(day, end, tzinfo=clock.ZONE)


def _note(
    told: list[int],
    *,
    official: bool,
    matter: Key,
    subject: Key,
    step: str,
    district: str,
    why: str = Notice.Why.STEP,
) -> None:
    now = clock.now()
    what = {"kind": subject[0], "number": subject[1], "matter_kind": matter[0], "matter_number": matter[1]}
    Notice.objects.bulk_create(
        Notice(person_id=person, official=official, step=step, district=district, made_at=now, why=why, **what)
        for person in told
    )


def _warn_of(pk: int) -> bool:
    """Tell of one duty; False when somebody else does, or it failed: it must not hold up the others."""
    try:
        return _warn(pk)
    except Exception:  # tried again at the next sweep
        log.exception("a duty whose lamp turned could not be told of")
        return False


@transaction.atomic
def _warn(pk: int) -> bool:
    rows = Duty.objects.to_be_told().select_for_update(skip_locked=True, of=("self",))
    duty = rows.filter(pk=pk).first()
    if duty is None:
        return False
    level = duty.told - Duty.RED
    duties.turn_lamp(duty)
    if level < 0:
        red = duty.told == Duty.RED
        told, why = queries.holders(duty, "post unit"), Notice.Why.RED if red else Notice.Why.AMBER
    else:
        told, why = _above(duty, level), Notice.Why.ABOVE
    _note(
        sorted(told),
        official=True,
        matter=duty.matter_key,
        subject=(duty.kind, duty.number),
        step=duty.step,
        district=duty.district,
        why=why,
    )
    return True


def _above(duty: Duty, level: int) -> set[int]:
    """The people so many levels above the holder; above the last one nobody is told any more."""
    levels = queries.above(duty)
    if level + 1 >= len(levels):
        duties.tell_no_more(duty)
    return levels[level] if level < len(levels) else set()


@transaction.atomic
def _digest_of(person: Person) -> bool:
    """The digest of one person; by SMS too where the rule `notices.sms` names it. Whoever comes second finds it."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    now, counts = clock.now(), queries.counts(person)
    day, district = clock.local(now).date(), settings.DISTRICT
    if not counts or Notice.objects.filter(person=person, day=day).exists():
        return False
    new = Notice(person=person, day=day, counts=counts, why=Notice.Why.DIGEST, official=True, district=district)
    new.made_at = now
    new.save(force_insert=True)
    if DIGEST in value("notices.sms"):
        _queue([person.pk], matter=("", ""), kind=DIGEST, step="", district=district, link=False)
    return True


def _queue(told: list[int], *, matter: Key, kind: str, step: str, district: str, link: bool) -> None:
    chosen = {row.person_id: row for row in Preference.objects.filter(person__in=told)}
    plain, now = Preference(), clock.now()
    later = morning(now, value("notices.quiet"))
    what = {"matter_kind": matter[0], "matter_number": matter[1], "kind": kind, "step": step, "district": district}
    wanted = {person: row for person in told if (row := chosen.get(person, plain)).sms}
    Message.objects.bulk_create(
        Message(person_id=person, link=link, made_at=now, send_after=at, until=at + STALE, **what)
        for person, row in wanted.items()
        for at in [later if row.quiet else now]
    )


def _deliver(pk: int | None = None) -> bool | None:
    """Send the next message that is due, or that one; whether it went. None when there is none that nobody else has."""
    with transaction.atomic():
        rows = Message.objects.due().select_for_update(skip_locked=True, of=("self",))
        message = (rows.filter(pk=pk) if pk else rows).first()
        return _send(message) if message else None


def _send(message: Message) -> bool:
    """Hand the message over. One that can't be sent waits twice as long each time, until it is given up."""
    phone = phone_for_message(message.person_id) if message.person_id else message.phone
    if not phone or message.until <= clock.now():
        _finish(message, failed=True)
        return False
    try:
        with transaction.atomic():  # a link that reached nobody is not kept
            gateway().send(phone, _words(message))
    except Exception:  # whatever a gateway says, the others must be sent, and this one tried again
        log.exception("a text message could not be sent")
        _put_off(message)
        return False
    _finish(message, sent_at=clock.now())
    return True


def _words(message: Message) -> str:
    if not message.person_id:
        return message.text
    with override(settings.LANGUAGE_CODE):
        if message.kind == DIGEST:
            return _how_much(message)
        told = TABLES[message.kind].act(message.step).told
        words = {"site": settings.SITE_TITLE, "number": message.matter_number, "told": told}
        if not message.link:
            return _("[%(site)s] %(number)s: %(told)s.") % words
        address = settings.PUBLIC_ADDRESS + make(message.matter_key, message.person_id, message.district)
        return _("[%(site)s] %(number)s: %(told)s. See %(address)s") % {**words, "address": address}


def _how_much(message: Message) -> str:
    """What waits when it is sent: numbers alone."""
    counts = queries.counts(Person.objects.get(pk=message.person_id or 0))
    words = {"site": settings.SITE_TITLE, "open": 0, "amber": 0, "late": 0, **counts}
    return _("[%(site)s] Good morning. To do: %(open)s, time running short: %(amber)s, overdue: %(late)s.") % words


def _put_off(message: Message) -> None:
    message.tries += 1
    if message.tries >= MOST_TRIES:
        _finish(message, failed=True)
        return
    message.send_after = clock.now() + timedelta(minutes=2 ** (message.tries - 1))
    message.save(update_fields=["tries", "send_after"])


def _finish(message: Message, *, sent_at: datetime | None = None, failed: bool = False) -> None:
    """Sent or given up: what was in it is emptied."""
    message.phone = message.text = ""
    message.sent_at, message.failed = sent_at, failed
    message.save(update_fields=["phone", "text", "sent_at", "failed", "tries"])
