from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.instruments.mandates import access, queries
from minsheng.instruments.mandates.models import Mandate
from minsheng.kernel.workflow import step, table

STEPS = table(
    Mandate,
    step(
        "register",
        "",
        "in_force",
        access.may_register,
        (_("Entered as a basis"), _("Enter a basis")),
        waits="its end",
        public=False,
        form=False,
    ),
    step(
        "end",
        "in_force",
        "ended",
        access.may_end,
        (_("It no longer holds"), pgettext_lazy("mandate", "End")),
        public=False,
    ),
    page="mandates:mandate",
    cards=queries.cards,
    visible_to=access.visible_to,
)
