from django.utils.translation import gettext_lazy as _

from minsheng.instruments.escalations import access, queries
from minsheng.instruments.escalations.models import Escalation
from minsheng.kernel.workflow import step, table, verb

STEPS = table(
    Escalation,
    step(
        "escalate",
        "",
        "raised",
        access.may_escalate,
        (_("Brought before a higher desk"), _("Escalate")),
        turn="desk",
        clock="escalation.direct",
        public=False,
        form=False,
    ),
    step(
        "direct",
        "raised",
        "directed",
        access.may_direct,
        (_("An instruction was given"), _("Give an instruction")),
        waits="the matter",
        public=False,
    ),
    step(
        "settle",
        "raised directed",
        "settled",
        access.may_settle,
        (_("The escalation is settled"), _("Settle the escalation")),
        public=False,
    ),
    verbs=(verb("print", access.may_print, (_("A paper was made"), _("Paper made")), form=False),),
    page="escalations:escalation",
    cards=queries.cards,
    visible_to=access.visible_to,
)
