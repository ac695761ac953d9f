"""An invented kind of matter, for telling people about it."""

from django.db import connection, models

from minsheng.ground.people.actors import Actor
from minsheng.kernel.workflow import TABLES, Card, Step, Subject, Table

TITLE = "The well behind house seven is dry"


class Errand(Subject):
    """Its table lives and dies with a test."""

    title = models.CharField(max_length=60, default=TITLE)
    owner = models.BigIntegerField(null=True)
    post = models.ForeignKey("people.Post", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    unit = models.ForeignKey("people.Unit", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    person = models.ForeignKey("people.Person", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")

    class Meta:
        app_label = "errands"


def visible_to(actor: Actor) -> models.QuerySet[Errand]:
    return Errand.objects.filter(owner=actor.person_id)


def cards(numbers: list[str]) -> dict[str, Card]:
    rows = Errand.objects.filter(number__in=numbers)
    return {e.number: Card("errands.errand", e.number, e.title, "", "sent", "Sent", f"/l/{e.number}/") for e in rows}


def anyone(_actor: object, _subject: object) -> bool:
    return True


SEND = Step("send", frozenset(), "sent", anyone, "已经转交", "Send", turn="post unit person")
TABLE = Table(Errand, {"send": SEND}, {}, page="links:link", cards=cards, visible_to=visible_to)


def installed(monkeypatch) -> None:
    """Make the table and register the kind, until the test is over."""
    with connection.schema_editor() as editor:
        editor.create_model(Errand)
    monkeypatch.setitem(TABLES, "errands.errand", TABLE)
