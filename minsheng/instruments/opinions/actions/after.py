"""What follows an answer (rating, call-back, another round, the question whether all is well), and who joins in."""

import hmac
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.notices import actions as notices
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import Post
from minsheng.ground.policies.queries import value
from minsheng.instruments.follows import actions as follows
from minsheng.instruments.opinions.actions import limit
from minsheng.instruments.opinions.models import CallBack, Opinion, Support, Tracker
from minsheng.instruments.publishing import actions as publishing
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, TooOften
from minsheng.kernel.workflow import record, take

PER_CENT: Final = 100


def rate(opinion: Opinion, *, rating: int, by: Actor, words: str = "") -> Opinion:
    """Rate the result, once a round, on five levels. Handlers don't learn who rated.

    Of the satisfied a share (policy `opinion.sample`) is drawn to be called back all the same.
    """

    def changes(locked: Opinion) -> Mapping[str, Any]:
        unhappy = rating <= Opinion.Rating.DISSATISFIED
        return {
            "rating": rating,
            "rating_words": words,
            "times_unhappy": locked.times_unhappy + unhappy,
            "sampled": not unhappy and drawn(locked),
        }

    return take(opinion, "rate", by=by, changes=changes, rating=rating)


def drawn(opinion: Opinion) -> bool:
    """Whether a satisfied resident is called back: nobody can tell beforehand, and asking again changes nothing."""
    said = f"sample:{opinion.number}:{opinion.round}".encode()
    lot = int.from_bytes(hmac.digest(settings.SECRET_KEY.encode(), said, "sha256")[:4])
    percent: int = value("opinion.sample", place_id=opinion.place_id)["percent"]
    return lot % PER_CENT < percent


@transaction.atomic
def call_back(opinion: Opinion, *, reached: bool, solved: bool | None, words: str, by: Actor) -> Opinion:
    """回访: write down whether the resident was reached and what they said; may be done again until it is decided."""
    take(opinion, "call_back", by=by, note=words, reached=reached, solved=solved)
    call = CallBack(opinion=opinion, round=opinion.round, made_at=clock.now(), reached=reached, words=words)
    call.caller_id, call.solved = by.person_id or 0, solved if reached else None
    call.save()
    return opinion


def reopen(opinion: Opinion, *, by: Actor, note: str = "") -> Opinion:
    """Begin another round; its result is rated anew."""

    def changes(locked: Opinion) -> Mapping[str, Any]:
        fresh = {"rating": None, "rating_words": "", "sampled": False, "asked_at": None}
        return fresh | {"round": locked.round + 1}

    return take(opinion, "reopen", by=by, note=note, changes=changes)


def comment(opinion: Opinion, *, by: Actor, note: str) -> Opinion:
    """A deputy adds what they know; it stays inside."""
    return record(opinion, "comment", by=by, note=note)


@transaction.atomic
def track(opinion: Opinion, *, posts: Iterable[Post], by: Actor, note: str = "") -> Opinion:
    """Ask two or three deputies to follow it up; whoever did before and is not named any more stops."""
    chosen = list(posts)
    record(opinion, "track", by=by, note=note, posts=[post.pk for post in chosen])
    Tracker.objects.filter(opinion=opinion).exclude(post__in=chosen).delete()
    Tracker.objects.bulk_create((Tracker(opinion=opinion, post=post) for post in chosen), ignore_conflicts=True)
    notices.tell_posts([post.pk for post in chosen], matter=opinion.key, step="track", district=opinion.district)
    return opinion


@transaction.atomic
def urge(opinion: Opinion, *, by: Actor, note: str = "") -> Opinion:
    """A deputy who follows it up urges whoever's turn it is; never too often (policy `opinion.trackers`)."""
    record(opinion, "urge", by=by, note=note)
    rows = Tracker.objects.filter(opinion=opinion, post__in=by.posts)
    pause = timedelta(days=value("opinion.trackers", place_id=opinion.place_id)["urge_days"])
    if rows.filter(urged_at__gt=clock.now() - pause).exists():
        raise TooOften(_("You have urged this lately. Give them some days."))
    rows.update(urged_at=clock.now())
    notices.tell_turn(opinion.key, step="urge", district=opinion.district)
    return opinion


def support(opinion: Opinion, *, by: Actor, address: str = "") -> Opinion:
    """我也遇到: counted once, and told from now on how it goes. `address` is the sender's, for the limit.

    Raises TooOften.
    """
    limit("support", by, address)
    return _support(opinion, by)


@transaction.atomic
def _support(opinion: Opinion, by: Actor) -> Opinion:
    record(opinion, "support", by=by)
    new = {"since": clock.now()}
    _row, made = Support.objects.get_or_create(opinion=opinion, person_id=by.person_id or 0, defaults=new)
    if not made:
        raise NotNow(_("You have said so already; you will be told what happens."))
    follows.follow(opinion.key, by=by)
    publishing.touch(opinion.key)
    return opinion


@transaction.atomic
def unsolved(opinion: Opinion, *, by: Actor) -> Opinion:
    """A supporter says after the closing that it is not solved; when enough do, it is taken up again."""
    record(opinion, "unsolved", by=by)
    rule = value("opinion.supporters", place_id=opinion.place_id)
    rows = Support.objects.filter(opinion=opinion)
    rows.filter(person=by.person_id or 0).update(unsolved_at=clock.now())
    since = clock.now() - timedelta(days=rule["within"])
    if rows.filter(unsolved_at__gt=since).count() >= rule["unsolved"]:
        reopen(opinion, by=SYSTEM)
        rows.update(unsolved_at=None)
    return opinion
