from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.instruments.activities import access, queries
from minsheng.instruments.activities.models import Activity, Invitation
from minsheng.kernel.workflow import step, table, verb

STEPS = table(
    Activity,
    step(
        "announce",
        "",
        "announced",
        access.may_announce,
        (_("Announced"), _("Announce")),
        waits="start",
        form=False,
    ),
    step("start", "announced", "running", access.may_start, (_("It has begun"), _("Open")), waits="end"),
    step("close", "running", "held", access.may_start, (_("It is over"), pgettext_lazy("activity", "Close"))),
    step("cancel", "announced running", "cancelled", access.may_cancel, (_("Called off"), _("Call off"))),
    verbs=(
        verb("invite", access.may_invite, (_("Deputies were invited"), _("Invite deputies"))),
        verb("edit", access.may_edit, (_("Changed"), _("Change time or place")), public=True),
        verb("mark", access.may_mark, (_("Somebody was noted as present"), _("Note who is there"))),
        verb("draft", access.may_draft, (_("Minutes were written"), _("Write the minutes"))),
        verb("confirm", access.may_confirm, (_("The minutes were confirmed"), _("Confirm the minutes"))),
        verb("check_in", access.may_check_in, (_("Somebody checked in"), _("Check in")), form=False),
    ),
    page="activities:activity",
    cards=queries.cards,
    visible_to=access.visible_to,
)

ANSWERS = table(
    Invitation,
    step(
        "invite",
        "",
        "invited",
        access.may_ask,
        (_("You are invited"), _("Invite")),
        turn="post person",
        public=False,
        form=False,
    ),
    step(
        "assign",
        "",
        "coming",
        access.may_ask,
        (_("You are on the roster"), _("Put on the roster")),
        waits="activity",
        public=False,
        form=False,
    ),
    step(
        "accept",
        "invited",
        "coming",
        access.may_answer,
        (_("Will come"), _("I'll come")),
        waits="activity",
        public=False,
    ),
    step(
        "decline",
        "invited coming",
        "declined",
        access.may_answer,
        (_("Can't come"), _("I can't come")),
        public=False,
    ),
    step(
        "withdraw",
        "invited coming declined",
        "withdrawn",
        access.may_withdraw,
        (_("You are no longer asked to come"), _("Take off the list")),
        public=False,
    ),
    page="activities:invitation",
    cards=queries.invitation_cards,
    visible_to=access.invitations_of,
)
