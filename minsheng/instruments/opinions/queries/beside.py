"""What belongs to a matter beside its own steps: what it was united with, who met with the same, who follows it up."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, Q, QuerySet

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Deputy
from minsheng.ground.policies.queries import value
from minsheng.instruments.opinions.access import OPEN, PLAIN, visible_to
from minsheng.instruments.opinions.models import CallBack, Opinion, Support, Tracker
from minsheng.instruments.opinions.queries import KEEPERS, shown
from minsheng.kernel import clock
from minsheng.kernel.text import words


def united_with(number: str) -> list[str]:
    """The numbers of the matters that were united with one."""
    rows = Opinion.objects.filter(merged_into__number=number, state=Opinion.State.MERGED)
    return list(rows.order_by("id").values_list("number", flat=True))


def leading(opinion: Opinion) -> Opinion:
    """The matter that one goes on as: what it was united with, else itself. It comes from `shown`."""
    if opinion.state != Opinion.State.MERGED or opinion.merged_into_id is None:
        return opinion
    return shown(Opinion.objects.select_related("place")).get(pk=opinion.merged_into_id)


def merged_into(opinion: Opinion) -> QuerySet[Opinion]:
    """The matters that were united with one, the first one first; what was hidden since is nobody's to read there."""
    rows = Opinion.objects.filter(PLAIN, merged_into=opinion, state=Opinion.State.MERGED)
    return rows.select_related("place", "community").order_by("id")


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs to a matter and is none of its steps: who follows it up, who met with the same, the call-backs."""

    trackers: list[str]
    supporters: int
    unsolved: int
    calls: list[CallBack]


def beside(opinion: Opinion, actor: Actor) -> Beside:
    """What officials see beside a matter. Units don't see what was said on the phone, and never who rated."""
    names = Deputy.objects.filter(post__in=Tracker.objects.filter(opinion=opinion).values("post"))
    supports = Support.objects.filter(opinion=opinion).aggregate(all=Count("pk"), unsolved=Count("unsolved_at"))
    return Beside(
        list(names.order_by("code").values_list("person__name", flat=True)),
        supports["all"],
        supports["unsolved"],
        list(calls_of(opinion)) if actor.is_(*KEEPERS) else [],
    )


def calls_of(opinion: Opinion) -> QuerySet[CallBack]:
    """The call-backs of a matter, the first one first."""
    return CallBack.objects.filter(opinion=opinion).select_related("caller").order_by("id")


def is_one_of_many(opinion: Opinion) -> bool:
    """Whether with this one there are so many of a category in a street within so many days (`opinion.cluster`)."""
    rule = value("opinion.cluster", place_id=opinion.place_id)
    since = clock.now() - timedelta(days=rule["days"])
    rows = Opinion.objects.filter(place=opinion.place_id, category=opinion.category_id, made_at__gt=since)
    return bool(rows.exclude(historical=True).count() == rule["count"])


def similar(opinion: Opinion, actor: Actor, most: int = 8) -> QuerySet[Opinion]:
    """Open matters of the same office that may be the same: near it or of its category, those with its words first."""
    asked = SearchQuery(" | ".join(set(words(opinion.text).split())), config="simple", search_type="raw")
    near = Q(category=opinion.category_id, category__isnull=False) | Q(community=opinion.community_id)
    rows = visible_to(actor).filter(PLAIN, near, office=opinion.office_id, merged_into=None, state__in=OPEN)
    rank = SearchRank(F("search"), asked)
    return rows.exclude(pk=opinion.pk).annotate(rank=rank).order_by("-rank", "-made_at")[:most]
