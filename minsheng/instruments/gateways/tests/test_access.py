"""Who may do what with a delivery, and who sees it: written by hand. They carry nothing by hand and read no matter."""

import pytest

from minsheng.instruments.gateways import access
from minsheng.instruments.gateways.models import Delivery
from minsheng.instruments.gateways.workflow import STEPS
from minsheng.kernel.workflow import take
from tests.town import allowed

pytestmark = pytest.mark.django_db

MEND = {"retry", "set_aside"}
MAY = {
    "waiting": {"system": {"deliver", "give_up", "cancel"}, "district": MEND, "administrator": MEND},
    "dead": {"system": {"deliver", "resend"}, "district": {"resend", *MEND}, "administrator": {"resend", *MEND}},
    "cancelled": {"system": {"resend"}, "district": {"resend", *MEND}, "administrator": {"resend", *MEND}},
    "delivered": {"district": MEND, "administrator": MEND},
}
STEP = {"dead": "give_up", "cancelled": "cancel", "delivered": "deliver"}


def delivery(town, state="waiting"):
    town.opinion("sent")
    made = Delivery.objects.get()
    return take(made, STEP[state], by=town.actors()["system"]) if state in STEP else made


@pytest.mark.parametrize("state", MAY)
def test_who_may_do_what_with_a_delivery(town, wired, state):
    wired()
    assert allowed(STEPS, delivery(town, state), town.actors()) == MAY[state]


def test_who_looks_after_the_connections_sees_deliveries_and_replies(town, wired):
    wired()
    made = delivery(town)
    seen = {name for name, actor in town.actors().items() if made in access.visible_to(actor)}
    assert seen == {"district", "administrator"}


def test_another_district_sees_nothing_of_them(town, wired):
    wired()
    made = delivery(town)
    Delivery.objects.update(district="330106")
    made.refresh_from_db()
    assert not access.visible_to(town.by("district")).exists()
    assert allowed(STEPS, made, {"district": town.by("district")}) == {}
