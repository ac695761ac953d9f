from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.deliberation.council import access, queries
from minsheng.deliberation.council.models import Convening, Meeting, Nomination
from minsheng.kernel.workflow import step, table, verb

STEPS = table(
    Nomination,
    step(
        "recommend",
        "",
        "recommended",
        access.may_recommend,
        (_("Recommended for the council"), _("Recommend")),
        turn="office",
        clock="council.vet",
        form=False,
    ),
    step("enter", "", "appointed", access.may_enter, (_("Taken over as a member"), _("Take over")), form=False),
    step(
        "vet",
        "recommended",
        "vetted",
        access.may_vet,
        (_("The recommendation was vetted"), _("Vetted")),
        turn="committee",
        clock="council.announce",
    ),
    step(
        "announce",
        "vetted",
        "announced",
        access.may_decide,
        (_("The public notice has begun"), _("Begin the public notice")),
        turn="committee",
        clock="council.appoint",
    ),
    step("appoint", "announced", "appointed", access.may_appoint, (_("Appointed to the council"), _("Appoint"))),
    step(
        "not_admit",
        "vetted announced",
        "not_admitted",
        access.may_decide,
        (_("Not admitted to the council"), _("Don't admit")),
    ),
    step(
        "withdraw",
        "recommended vetted announced",
        "withdrawn",
        access.may_withdraw,
        (_("The recommendation was withdrawn"), pgettext_lazy("nomination", "Withdraw")),
    ),
    verbs=(
        verb("contest", access.may_contest, (_("Somebody objected"), pgettext_lazy("nomination", "Object"))),
        verb("reveal", access.may_reveal, (_("Phone number looked at"), _("Show the phone number")), form=False),
    ),
    page="council:nomination",
    cards=queries.nomination_cards,
    visible_to=access.nominations,
)

MEETINGS = table(
    Meeting,
    step(
        "convene",
        "",
        "convened",
        access.may_convene,
        (_("The council is convened"), _("Convene")),
        waits="activity",
        form=False,
    ),
    step(
        "hold",
        "convened",
        "held",
        access.by_system,
        (_("The council has met"), _("Held")),
        turn="office",
        clock="council.minutes",
        form=False,
    ),
    step(
        "draft",
        "held drafted",
        "drafted",
        access.may_print,
        (_("The minutes were drafted"), _("Draft the minutes")),
        turn="committee",
        clock="council.confirm",
    ),
    step(
        "confirm",
        "drafted",
        "confirmed",
        access.may_confirm,
        (_("The minutes were confirmed"), _("Confirm the minutes")),
    ),
    step("cancel", "convened", "cancelled", access.by_system, (_("Called off"), _("Call off")), form=False),
    verbs=(
        verb("attach", access.may_prepare, (_("Materials were added"), _("Add materials"))),
        verb("take_up", access.may_take_up, (_("How the opinions were taken up"), _("Say how opinions were taken up"))),
        verb("print", access.may_print, (_("A paper was made"), _("Paper made")), form=False),
    ),
    page="council:meeting",
    cards=queries.meeting_cards,
    visible_to=access.meetings,
)

YEARS = table(
    Convening,
    step(
        "fall_due",
        "",
        "due",
        access.by_system,
        (_("The council is to meet this year"), _("Falls due")),
        turn="committee",
        clock="council.first_meeting",
        form=False,
    ),
    step("hold", "due", "held", access.by_system, (_("The council has met"), _("Held")), form=False),
    step("miss", "due", "missed", access.by_system, (_("The year passed without a meeting"), _("Missed")), form=False),
    page="council:convening",
    cards=queries.convening_cards,
    visible_to=access.convenings,
)
