"""Everybody who could stand before a page, as browsers, by name, and the named groups of them."""

from contextlib import contextmanager
from copy import deepcopy

from django.conf import settings
from django.db import transaction
from django.test import Client

from minsheng.ground.links.actions import make
from minsheng.ground.people.models import Appointment, Person

DESKS = "office other-office director other-director gov handler other-handler district coordinator auditor admin"
STAFF = f"deputy other-deputy {DESKS}"
EVERYBODY = f"nobody link own other council weak {STAFF}".split()
GROUPS = {
    "visitors": "nobody link",
    "residents": "own other council weak",
    "staff": STAFF,
    "strong": DESKS,
    "everybody": " ".join(EVERYBODY),
}
"""`other` is another resident, `other-…` somebody of 凯旋; `weak` a clerk of the office without the second factor, who
so far is a resident. Of 湖滨, where the opinion is: the deputy it went to, the office, the director, the street
office's desk, the handler with an order, the coordinator, and `other-handler`, who has none."""

NAMES = {
    "weak": "hb.office",
    "office": "hb.office",
    "other-office": "kx.office",
    "director": "hb.director",
    "other-director": "kx.director",
    "gov": "hb.gov",
    "handler": "hb.pm",
    "other-handler": "hb.ps",
    "district": "district",
    "coordinator": "hb.station",
    "auditor": "auditor",
    "admin": "admin",
}


def crowd(town, opinion):
    """A browser for each of EVERYBODY towards an opinion, which may be any resident's but the second's."""
    people = {who: town.person(username) for who, username in NAMES.items()} | {
        "own": Person.objects.get(pk=opinion.author_id),
        "other": person(town.resident(2)),
        "council": Appointment.objects.get(post__role="council_member", post__place__initials="HB").person,
        "deputy": person(town.deputy("HB")),
        "other-deputy": person(town.deputy("KX")),
    }
    found = {who: browser(one, strong=who in DESKS.split()) for who, one in people.items()}
    found |= {"nobody": quiet(), "link": quiet()}
    found["link"].get(make(opinion.key, opinion.author_id, opinion.district))
    return {who: found[who] for who in EVERYBODY}


def person(actor):
    return Person.objects.get(pk=actor.person_id)


def quiet():
    """A browser to which an error on our side is a page, as to anybody."""
    return Client(raise_request_exception=False)


def browser(one, *, strong):
    """Somebody's browser; `strong` when the second factor was given."""
    client = quiet()
    client.force_login(one, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["strong"] = strong
    session.save()
    return client


@contextmanager
def undone(client):
    """What is done meanwhile, in the database and to the browser's cookies, is undone."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def told(words):
    """Reads "302 visitors | 403 residents weak | 200 everybody": the first clause that names somebody, by person."""
    found = {}
    for clause in reversed(words.split("|")):
        answer, *names = clause.split()
        for name in names or ["everybody"]:
            found |= dict.fromkeys(GROUPS.get(name, name).split(), answer)
    return {who: found[who] for who in EVERYBODY}
