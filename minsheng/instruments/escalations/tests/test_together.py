"""On the real database, with real commits: several sweeps and several hands raise a matter once."""

from datetime import timedelta
from functools import partial

from minsheng.ground.duties.models import Duty
from minsheng.instruments.escalations import actions
from minsheng.instruments.escalations.models import Escalation
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow
from tests.robust.sound import subjects, turns
from tests.robust.together import crowd, together
from tests.town import Town

__all__ = ["crowd"]


def later(task):
    with clock.at(clock.now() + timedelta(days=40)):
        return task()


def test_six_sweeps_at_once_raise_each_matter_once(crowd):
    town = Town()
    numbers = sorted(town.opinion("transferred").number for _ in range(3))
    done = together(*[partial(later, actions.sweep) for _ in range(6)])
    assert (sum(done), sorted(Escalation.objects.values_list("matter_number", flat=True))) == (3, numbers)
    assert list(turns(subjects())) == []


def test_two_who_raise_the_same_matter_at_once_are_not_both_heard(crowd):
    town = Town()
    opinion, office, director = town.opinion("accepted"), town.by("hb.office"), town.by("hb.director")
    tries = [partial(actions.escalate, opinion, level=1, reason="by_hand", by=by) for by in (office, director)]
    answers = together(*tries)
    assert sorted(type(answer).__name__ for answer in answers) == sorted([Escalation.__name__, NotNow.__name__])
    assert Duty.objects.open().filter(kind=Escalation.kind()).count() == 1
