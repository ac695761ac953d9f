from django.utils.translation import gettext_lazy as _

from minsheng.instruments.dispatch import access, queries
from minsheng.instruments.dispatch.models import Order
from minsheng.kernel.workflow import step, table, verb

STEPS = table(
    Order,
    step(
        "issue",
        "",
        "sent",
        access.may_issue,
        (_("Handed over to the department"), _("Hand over")),
        turn="unit",
        clock="dispatch.accept",
        public=False,
        form=False,
    ),
    step(
        "accept",
        "sent",
        "accepted",
        access.may_handle,
        (_("The department has taken it on"), _("Accept")),
        turn="unit",
        clock="dispatch.answer.{s.tier}",
    ),
    step(
        "answer",
        "accepted",
        "answered",
        access.may_handle,
        (_("The department has reported back"), _("Answer")),
        turn="checker",
        clock="dispatch.check",
    ),
    step(
        "approve",
        "answered",
        "passed",
        access.may_check,
        (_("The answer has been checked"), _("Pass the answer")),
    ),
    step(
        "redo",
        "answered",
        "accepted",
        access.may_check,
        (_("The department was asked to do more"), _("Ask for more")),
        turn="unit",
        clock="dispatch.answer.{s.tier}",
    ),
    step(
        "send_back",
        "sent",
        "returned",
        access.may_handle,
        (_("Sent back by the department"), _("Send back")),
        turn="sender",
        clock="dispatch.redirect",
        public=False,
    ),
    step(
        "redirect",
        "sent returned",
        "redirected",
        access.may_redirect,
        (_("Passed on to another department"), _("Redirect")),
        public=False,
    ),
    verbs=(verb("add_unit", access.may_add, (_("Another department joined"), _("Add a co-handling unit"))),),
    page="dispatch:order",
    cards=queries.cards,
    visible_to=access.visible_to,
)
