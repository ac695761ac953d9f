"""Stories of matters that are offered elsewhere."""

import pytest
from django.db import IntegrityError, transaction

from minsheng.ground.duties.queries import open_duty
from minsheng.instruments.handovers import actions
from minsheng.instruments.handovers.models import Handover
from minsheng.instruments.handovers.queries import of_matter, panels
from minsheng.kernel.errors import NotNow
from minsheng.kernel.workflow import cards, take

pytestmark = pytest.mark.django_db


def test_the_office_sees_to_it_until_somebody_there_has_answered(town):
    opinion = town.opinion("handed_over")
    handover = of_matter(opinion.key).get()
    duty = open_duty(handover.key)
    assert (handover.number, duty.unit, duty.clock) == (f"{opinion.number}-H1", opinion.office, "handover.answer")
    actions.take_up(handover, link="信访〔2026〕18号", by=town.by("hb.office"), note="已登记")
    assert (handover.state, handover.link, open_duty(handover.key)) == ("taken", "信访〔2026〕18号", None)


def test_what_was_answered_is_not_answered_again(town):
    handover = of_matter(town.opinion("handed_over").key).get()
    take(handover, "decline", by=town.by("hb.office"), note="不属信访事项")
    with pytest.raises(NotNow):
        actions.take_up(handover, link="18", by=town.by("hb.office"))


def test_a_matter_is_offered_to_one_place_at_a_time(town):
    handover = of_matter(town.opinion("handed_over").key).get()
    again = {f.attname: getattr(handover, f.attname) for f in Handover._meta.concrete_fields if not f.primary_key}
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(**again | {"number": f"{handover.number}x"})


def test_it_shows_as_a_card_of_where_it_goes_with_what_its_reader_may_do(town):
    opinion = town.opinion("handed_over")
    handover = of_matter(opinion.key).get()
    card = cards([handover.key])[handover.key]
    assert (card.title, card.state, card.href) == ("信访", "offered", f"/handovers/{handover.number}/")
    (panel,) = panels(opinion.key, town.by("hb.office"))
    assert [step.name for step in panel.steps] == ["take_up", "decline"]
    assert panels(opinion.key, town.by("district"))[0].steps == []
