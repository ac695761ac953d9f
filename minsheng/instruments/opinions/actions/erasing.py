"""Forgetting a person: their words go, from everywhere; that there was a matter, its number, place and days, stays."""

from minsheng.ground.files import actions as files
from minsheng.ground.journal import actions as journal
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.queries import names_of
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.escalations import actions as escalations
from minsheng.instruments.gateways import actions as gateways
from minsheng.instruments.opinions.models import CallBack, Opinion, Support
from minsheng.instruments.publishing import actions as publishing
from minsheng.kernel import clock

GONE = {
    "heading": "",
    "text": "",
    "address": "",
    "rating_words": "",
    "reason": "",
    "spot_answer": "",
    "grid": None,
    "lon": None,
    "lat": None,
    "search": None,
}
"""What of an opinion is its author's own words, was said to them, or tells where they live."""


def forget_person(person_id: int, by: Actor) -> None:
    """Empty what somebody reported, in all its copies. What others noted about it may name them, so it goes as well.

    What a unit answered or a desk instructed is their own word and stays, without what leads to the person.
    """
    own = Opinion.objects.filter(author=person_id)
    names = names_of(person_id)
    for opinion in own.only("number"):
        files.take_down(*opinion.key)
        publishing.forget(opinion.key)
        journal.erase(opinion.key, by=by)
        gateways.forget_matter(opinion.key)
        orders.depersonalise(opinion.key, names)
        escalations.depersonalise(opinion.key, names)
    CallBack.objects.filter(opinion__author=person_id).update(words="")
    own.update(**GONE, erased_at=clock.now())
    Support.objects.filter(person=person_id).delete()
