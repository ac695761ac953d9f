from django.utils.translation import gettext_lazy as _

from minsheng.instruments.publishing import access, queries
from minsheng.instruments.publishing.models import Takedown
from minsheng.kernel.workflow import step, table

STEPS = table(
    Takedown,
    step(
        "ask_removal",
        "",
        "asked",
        access.may_ask_removal,
        (_("Somebody asked to take the public copy off"), _("Ask to take it off")),
        turn="office",
        clock="publishing.takedown",
        public=False,
        form=False,
    ),
    step(
        "take_down",
        "asked",
        "taken_down",
        access.may_take_down,
        (_("The public copy was taken off on request"), _("Take it off")),
    ),
    step(
        "keep_public",
        "asked",
        "kept",
        access.may_decide,
        (_("A request to take the public copy off was answered"), _("Leave it public")),
        public=False,
    ),
    page="publishing:takedown",
    cards=queries.takedown_cards,
    visible_to=access.takedowns,
)
