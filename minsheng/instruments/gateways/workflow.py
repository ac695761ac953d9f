from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.instruments.gateways import access
from minsheng.instruments.gateways.models import Delivery
from minsheng.kernel.workflow import step, table, verb

OTHER_SIDE, RESEND = "the other system", "sending again"

STEPS = table(
    Delivery,
    step(
        "enqueue",
        "",
        "waiting",
        access.may_carry,
        (_("On its way to the four platforms"), _("Send to the four platforms")),
        waits=OTHER_SIDE,
        public=False,
        form=False,
    ),
    step(
        "deliver",
        "waiting dead",
        "delivered",
        access.may_carry,
        (_("Arrived at the four platforms"), _("Arrived at the four platforms")),
        public=False,
        form=False,
    ),
    step(
        "give_up",
        "waiting",
        "dead",
        access.may_carry,
        (_("Could not be sent to the four platforms"), _("Give up sending")),
        waits=RESEND,
        public=False,
        form=False,
    ),
    step(
        "cancel",
        "waiting",
        "cancelled",
        access.may_carry,
        (_("Kept back from the four platforms"), _("Keep back")),
        waits=RESEND,
        public=False,
        form=False,
    ),
    step(
        "resend",
        "dead cancelled",
        "waiting",
        access.may_resend,
        (_("Sent to the four platforms again"), pgettext_lazy("gateway", "Send again")),
        waits=OTHER_SIDE,
        public=False,
    ),
    verbs=(
        verb("retry", access.may_mend, (_("A reply was taken up again"), pgettext_lazy("gateway", "Take up again"))),
        verb("set_aside", access.may_mend, (_("A reply was set aside"), pgettext_lazy("gateway", "Set aside"))),
    ),
)
