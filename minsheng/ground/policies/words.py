"""Rules in words: what a key is about, what its value says, from where and whether it is agreed."""

from collections.abc import Callable
from typing import Any, Final

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from minsheng.ground.policies.models import Policy

LABELS: Final[dict[str, Promise]] = {
    "calendar.hours": pgettext_lazy("rule", "Office hours"),
    "opinion.receive": pgettext_lazy("rule", "Deputy receives a report"),
    "opinion.triage": pgettext_lazy("rule", "Work office triages a report"),
    "opinion.dispatch": pgettext_lazy("rule", "Work office hands a report over"),
    "opinion.rate": pgettext_lazy("rule", "Resident rates the answer"),
    "opinion.callback": pgettext_lazy("rule", "Call-back after a bad rating"),
    "opinion.callback_sample": pgettext_lazy("rule", "Call-back of a drawn sample"),
    "opinion.callback_decision": pgettext_lazy("rule", "Office decides after a call-back"),
    "opinion.quick": pgettext_lazy("rule", "What counts as answered quickly"),
    "opinion.sample": pgettext_lazy("rule", "How many of the satisfied are called back"),
    "opinion.ask": pgettext_lazy("rule", "Asking again after the closing"),
    "opinion.supporters": pgettext_lazy("rule", "Taken up again for those who met with the same"),
    "opinion.cluster": pgettext_lazy("rule", "Similar reports that raise the level"),
    "opinion.trackers": pgettext_lazy("rule", "Deputies who follow a matter up"),
    "opinion.nearby": pgettext_lazy("rule", "Similar reports offered before sending"),
    "handover.answer": pgettext_lazy("rule", "Answer to a hand-over"),
    "opinion.text": pgettext_lazy("rule", "Length of a report"),
    "opinion.limits": pgettext_lazy("rule", "How many reports may be sent"),
    "opinion.public": pgettext_lazy("rule", "What the public sees of a report"),
    "dispatch.accept": pgettext_lazy("rule", "Unit accepts an order"),
    "dispatch.answer.simple": pgettext_lazy("rule", "Unit answers, simple matter"),
    "dispatch.answer.whistle": pgettext_lazy("rule", "Unit answers, matter of several units"),
    "dispatch.answer.difficult": pgettext_lazy("rule", "Unit answers, difficult matter"),
    "dispatch.answer.again": pgettext_lazy("rule", "Unit answers, matter taken up again"),
    "dispatch.redirect": pgettext_lazy("rule", "A returned order is given to another unit"),
    "dispatch.check": pgettext_lazy("rule", "Work office checks an answer"),
    "dispatch.returns": pgettext_lazy("rule", "Returns until the joint decision"),
    "dispatch.return_reasons": pgettext_lazy("rule", "Reasons for sending an order back"),
    "dispatch.joint": pgettext_lazy("rule", "Joint decision who handles it"),
    "dispatch.extension": pgettext_lazy("rule", "Work office decides on more time"),
    "dispatch.extension_before.simple": pgettext_lazy("rule", "Latest asking for more time, simple matter"),
    "dispatch.extension_before.whistle": pgettext_lazy("rule", "Latest asking for more time, matter of several units"),
    "dispatch.extension_before.difficult": pgettext_lazy("rule", "Latest asking for more time, difficult matter"),
    "dispatch.extension_before.again": pgettext_lazy("rule", "Latest asking for more time, matter taken up again"),
    "dispatch.extensions": pgettext_lazy("rule", "How often a unit may ask for more time"),
    "duty.lamps": pgettext_lazy("rule", "When the lamp of a duty turns amber"),
    "duty.upward": pgettext_lazy("rule", "The level above is told of what is late"),
    "duty.above": pgettext_lazy("rule", "Who stands above whom"),
    "duty.digest": pgettext_lazy("rule", "Morning digest"),
    "escalation.direct": pgettext_lazy("rule", "Instruction on an escalated matter"),
    "escalation.rules": pgettext_lazy("rule", "What is escalated by itself, and to which level"),
    "task.sign": pgettext_lazy("rule", "Street signs for a task"),
    "task.plan": pgettext_lazy("rule", "Street plans a task"),
    "task.accept": pgettext_lazy("rule", "District accepts or returns a street's report"),
    "task.again": pgettext_lazy("rule", "Time to mend a returned report"),
    "task.returns": pgettext_lazy("rule", "How often a report may be returned"),
    "task.archive": pgettext_lazy("rule", "An accepted report is archived by itself"),
    "task.merge": pgettext_lazy("rule", "District merges the reports of a task"),
    "phrases": pgettext_lazy("rule", "Phrases for everybody"),
    "publishing.takedown": pgettext_lazy("rule", "Work office answers who asks to take something down"),
    "publishing.limits": pgettext_lazy("rule", "How often one may ask to take something down"),
    "signin.code": pgettext_lazy("rule", "Sign-in codes"),
    "signin.password": pgettext_lazy("rule", "Tries of a password"),
    "files.photos": pgettext_lazy("rule", "Photos"),
    "files.documents": pgettext_lazy("rule", "Documents"),
    "files.uploads": pgettext_lazy("rule", "Photos from people who are not signed in"),
    "notices.sms": pgettext_lazy("rule", "What is also told by text message"),
    "notices.quiet": pgettext_lazy("rule", "No messages at night"),
    "link.life": pgettext_lazy("rule", "Life of a signed link"),
    "codes.limits": pgettext_lazy("rule", "Tries of short codes"),
    "activities.checkin": pgettext_lazy("rule", "Check-in code of an activity"),
    "council.term": pgettext_lazy("rule", "Term of the residents' council"),
    "council.conditions": pgettext_lazy("rule", "Who can be a council member"),
    "council.residents": pgettext_lazy("rule", "How many residents recommend together"),
    "council.vet": pgettext_lazy("rule", "Work office vets a recommendation"),
    "council.announce": pgettext_lazy("rule", "Committee decides about a public notice"),
    "council.notice": pgettext_lazy("rule", "How long a public notice lasts"),
    "council.appoint": pgettext_lazy("rule", "Committee decides about a member"),
    "council.first_meeting": pgettext_lazy("rule", "Yearly meeting of the residents' council"),
    "council.invite": pgettext_lazy("rule", "Council members are told before a meeting"),
    "council.quorum": pgettext_lazy("rule", "How many members make a meeting"),
    "council.minutes": pgettext_lazy("rule", "Minutes of a council meeting"),
    "council.confirm": pgettext_lazy("rule", "Committee confirms the minutes"),
    "gateway.four_platforms": pgettext_lazy("rule", "Who carries orders to the units (four platforms)"),
    "gateway.retry": pgettext_lazy("rule", "Sending an order to another system again"),
    "gateway.replies": pgettext_lazy("rule", "Replies of other systems"),
    "imports.limits": pgettext_lazy("rule", "Files to be imported"),
    "survey.small": pgettext_lazy("rule", "How many answers of a survey are told in a street"),
    "insights.satisfaction": pgettext_lazy("rule", "Formulas of satisfaction"),
    "insights.small": pgettext_lazy("rule", "How many make a number that is compared"),
    "insights.days": pgettext_lazy("rule", "Days by which solved matters are counted"),
    "site.organiser": pgettext_lazy("rule", "Who runs this site"),
    "site.filing": pgettext_lazy("rule", "Filing numbers of the site"),
    "town.demo": pgettext_lazy("rule", "Demo data"),
}

STARTS: Final[dict[str, Promise]] = {
    "submit": gettext_lazy("from submission"),
    "transfer": gettext_lazy("from the transfer"),
    "triage": gettext_lazy("from triage"),
    "issue": gettext_lazy("from the order"),
    "accept": gettext_lazy("from acceptance"),
    "send_back": gettext_lazy("from the return"),
    "dispute": gettext_lazy("from the dispute"),
    "ask": gettext_lazy("from the request"),
    "answer": gettext_lazy("from the answer"),
    "rate": gettext_lazy("from the rating"),
    "reopen": gettext_lazy("from when it was taken up again"),
    "late": gettext_lazy("after it became late"),
    "escalate": gettext_lazy("from the escalation"),
    "ask_removal": gettext_lazy("from the request"),
    "call_back": gettext_lazy("from the call-back"),
    "offer": gettext_lazy("from the offer"),
    "recommend": gettext_lazy("from the recommendation"),
    "vet": gettext_lazy("from the vetting"),
    "announce": gettext_lazy("from the beginning of the notice"),
    "notice": gettext_lazy("from the end of the notice"),
    "year": gettext_lazy("from the end of the year before"),
    "hold": gettext_lazy("from the meeting"),
    "draft": gettext_lazy("from the draft"),
    "sign": gettext_lazy("from the signing"),
    "hand_back": gettext_lazy("from the return"),
    "gather": gettext_lazy("from when the last street was done"),
}

PARTS: Final[dict[str, Promise]] = {
    "amber": pgettext_lazy("part of a rule", "per cent of the time used"),
    "parent": pgettext_lazy("part of a rule", "the unit it belongs to"),
    "department": pgettext_lazy("part of a rule", "above a department"),
    "street_office": pgettext_lazy("part of a rule", "above the street office"),
    "congress_office": pgettext_lazy("part of a rule", "above the congress work office"),
    "street_committee": pgettext_lazy("part of a rule", "the street's working committee"),
    "district_body": pgettext_lazy("part of a rule", "above a district body"),
    "district_desk": pgettext_lazy("part of a rule", "the district desk"),
    "times": pgettext_lazy("part of a rule", "overdue by its own length times"),
    "overdue": pgettext_lazy("part of a rule", "level of what is overdue for so long"),
    "twice_unhappy": pgettext_lazy("part of a rule", "level after two bad ratings"),
    "cluster": pgettext_lazy("part of a rule", "level of many similar reports"),
    "joint": pgettext_lazy("part of a rule", "level of a joint decision"),
    "cross_district": pgettext_lazy("part of a rule", "level of what reaches across districts"),
    "percent": pgettext_lazy("part of a rule", "per cent"),
    "after": pgettext_lazy("part of a rule", "days after"),
    "within": pgettext_lazy("part of a rule", "days to answer"),
    "unsolved": pgettext_lazy("part of a rule", "who say it is not solved"),
    "least": pgettext_lazy("part of a rule", "at least"),
    "counts": pgettext_lazy("part of a rule", "counts from"),
    "shares": pgettext_lazy("part of a rule", "shares from"),
    "most": pgettext_lazy("part of a rule", "at most"),
    "urge_days": pgettext_lazy("part of a rule", "days between two urgings"),
    "metres": pgettext_lazy("part of a rule", "metres around"),
    "min": pgettext_lazy("part of a rule", "at least (characters)"),
    "max": pgettext_lazy("part of a rule", "at most (characters)"),
    "per_phone_day": pgettext_lazy("part of a rule", "per phone and day"),
    "per_phone_hour": pgettext_lazy("part of a rule", "per phone and hour"),
    "per_address_hour": pgettext_lazy("part of a rule", "per network address and hour"),
    "wrong_per_address_hour": pgettext_lazy("part of a rule", "wrong ones per network address and hour"),
    "receipts_per_address_hour": pgettext_lazy("part of a rule", "receipts per network address and hour"),
    "seconds": pgettext_lazy("part of a rule", "seconds until it changes"),
    "slots": pgettext_lazy("part of a rule", "earlier and later ones that are taken"),
    "stay_minutes": pgettext_lazy("part of a rule", "minutes to sign in after scanning"),
    "wrong_per_hour": pgettext_lazy("part of a rule", "wrong ones per person and hour"),
    "per_account_hour": pgettext_lazy("part of a rule", "per account and hour"),
    "ttl_minutes": pgettext_lazy("part of a rule", "minutes a code is valid"),
    "tries": pgettext_lazy("part of a rule", "tries per code"),
    "text": pgettext_lazy("part of a rule", "text"),
    "photos": pgettext_lazy("part of a rule", "photos"),
    "place": pgettext_lazy("part of a rule", "place"),
    "category": pgettext_lazy("part of a rule", "category"),
    "answer": pgettext_lazy("part of a rule", "answer"),
    "name": pgettext_lazy("part of a rule", "name"),
    "joint_at": pgettext_lazy("part of a rule", "joint decision at return number"),
    "simple": pgettext_lazy("part of a rule", "simple"),
    "whistle": pgettext_lazy("part of a rule", "several units"),
    "difficult": pgettext_lazy("part of a rule", "difficult"),
    "again": pgettext_lazy("part of a rule", "taken up again"),
    "note": pgettext_lazy("part of a rule", "note"),
    "reason": pgettext_lazy("part of a rule", "reason"),
    "count": pgettext_lazy("part of a rule", "number"),
    "megabytes": pgettext_lazy("part of a rule", "size of a file (MB)"),
    "rows": pgettext_lazy("part of a rule", "rows of a file"),
    "bytes": pgettext_lazy("part of a rule", "size of a photo"),
    "pixels": pgettext_lazy("part of a rule", "pixels of a photo"),
    "png_pixels": pgettext_lazy("part of a rule", "pixels of a PNG or WebP photo"),
    "days": pgettext_lazy("part of a rule", "days"),
    "icp": pgettext_lazy("part of a rule", "ICP filing"),
    "police": pgettext_lazy("part of a rule", "public security filing"),
    "street": pgettext_lazy("part of a rule", "subdistrict"),
    "opinions.opinion:dispatch": pgettext_lazy("part of a rule", "a report is handed over"),
    "opinions.opinion:conclude": pgettext_lazy("part of a rule", "a report is answered"),
    "opinions.opinion:reopen": pgettext_lazy("part of a rule", "a report is taken up again"),
    "opinions.opinion:ask": pgettext_lazy("part of a rule", "its author is asked whether all is still well"),
    "zh": pgettext_lazy("part of a rule", "in Chinese"),
    "mode": pgettext_lazy("part of a rule", "way"),
    "desk": pgettext_lazy("part of a rule", "the built-in desk"),
    "http": pgettext_lazy("part of a rule", "another system"),
    "connection": pgettext_lazy("part of a rule", "connection"),
    "street_desk": pgettext_lazy("part of a rule", "street office desk"),
    "departments": pgettext_lazy("part of a rule", "departments"),
    "minutes": pgettext_lazy("part of a rule", "minutes until the second try, doubling"),
    "most_minutes": pgettext_lazy("part of a rule", "minutes between tries at most"),
    "attempts": pgettext_lazy("part of a rule", "tries until it is given up"),
    "per_minute": pgettext_lazy("part of a rule", "per connection and minute"),
    "window_minutes": pgettext_lazy("part of a rule", "minutes that its clock may be off"),
    "share": pgettext_lazy("part of a rule", "share of the members"),
    "since": pgettext_lazy("part of a rule", "since"),
    "years": pgettext_lazy("part of a rule", "years"),
    "en": pgettext_lazy("part of a rule", "in English"),
}


def label(key: str) -> str:
    """What a rule is about."""
    return str(LABELS.get(key, key))


def span(amount: int, unit: str) -> str:
    """A length of time, "3 working days"."""
    counted: dict[str, Callable[[], str]] = {
        "hours": lambda: ngettext("%(n)d hour", "%(n)d hours", amount),
        "days": lambda: ngettext("%(n)d day", "%(n)d days", amount),
        "months": lambda: ngettext("%(n)d calendar month", "%(n)d calendar months", amount),
        "working_days": lambda: ngettext("%(n)d working day", "%(n)d working days", amount),
        "working_hours": lambda: ngettext("%(n)d working hour", "%(n)d working hours", amount),
    }
    return counted[unit]() % {"n": amount}


def says(value: Any) -> str:
    """What a value says, on one line."""
    if isinstance(value, dict) and "unit" in value:
        return _with_start(value)
    if isinstance(value, dict) and value.keys() == {"from", "to"}:
        return _("%(from)s to %(to)s") % value
    if isinstance(value, dict):
        return _("; ").join(_("%(name)s: %(value)s") % _pair(name, part) for name, part in value.items())
    if isinstance(value, list):
        return _("; ").join(_scalar(part) for part in value)
    return _scalar(value)


def _with_start(value: dict[str, Any]) -> str:
    words = {"span": span(value["amount"], value["unit"]), "start": STARTS.get(value.get("from", ""), "")}
    return pgettext("length and start", "%(span)s %(start)s") % words if words["start"] else str(words["span"])


def _pair(name: str, part: Any) -> dict[str, str]:
    return {"name": str(PARTS.get(name, name)), "value": filesizeformat(part) if name == "bytes" else _scalar(part)}


def in_language(value: dict[str, str]) -> str:
    """A text that a rule gives in both languages, in the one that is spoken."""
    return value["zh" if (get_language() or "").startswith("zh") else "en"]


def _scalar(value: Any) -> str:
    if isinstance(value, dict) and {"zh", "en"} <= value.keys():
        return in_language(value)
    if isinstance(value, list):
        return says(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(PARTS.get(value, value)) if value != "" else _("not given yet")


def agreed(policy: Policy) -> str:
    """Whether a rule has been agreed to."""
    return _("confirmed") if policy.confirmed else _("to be confirmed")


def explain(policy: Policy) -> str:
    """A rule in short: "3 working days from acceptance; source: …; to be confirmed"."""
    words = {"rule": says(policy.value), "source": policy.source, "agreed": agreed(policy)}
    return _("%(rule)s; source: %(source)s; %(agreed)s") % words
