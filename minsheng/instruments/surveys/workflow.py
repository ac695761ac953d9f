from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.instruments.surveys import access, queries
from minsheng.instruments.surveys.models import Survey
from minsheng.kernel.workflow import step, table, verb

STEPS = table(
    Survey,
    step(
        "open",
        "",
        "open",
        access.may_open,
        (_("A questionnaire was opened"), _("Open a questionnaire")),
        waits="close",
        public=False,
        form=False,
    ),
    step(
        "close",
        "open",
        "closed",
        access.may_close,
        (_("The questionnaire was closed"), pgettext_lazy("survey", "Close")),
        public=False,
    ),
    verbs=(
        verb("reply", access.may_be_noted, (_("Somebody answered"), pgettext_lazy("survey", "Answer")), form=False),
    ),
    page="surveys:survey",
    cards=queries.cards,
    visible_to=access.visible_to,
)
