from django.utils.translation import gettext_lazy as _

from minsheng.instruments.handovers import access, queries
from minsheng.instruments.handovers.models import Handover
from minsheng.kernel.workflow import step, table

STEPS = table(
    Handover,
    step(
        "offer",
        "",
        "offered",
        access.may_offer,
        (_("Offered to where it belongs"), _("Offer")),
        turn="holder",
        clock="handover.answer",
        public=False,
        form=False,
    ),
    step("take_up", "offered", "taken", access.may_answer, (_("It goes on elsewhere"), _("Record: taken up"))),
    step(
        "decline",
        "offered",
        "declined",
        access.may_answer,
        (_("It was not taken up there"), _("Record: declined")),
    ),
    page="handovers:handover",
    cards=queries.cards,
    visible_to=access.visible_to,
)
