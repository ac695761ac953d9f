"""Rules in words: what a key is about, what its value says, from where and whether it is agreed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.utils.translation import pgettext_lazy as named

from minsheng.ground.policies import queries
from minsheng.ground.policies.models import Policy

LABELS: Final[dict[str, Promise]] = {
    "calendar.hours": named("rule", "Office hours"),
    "opinion.receive": named("rule", "Deputy receives a report"),
    "opinion.triage": named("rule", "Work office triages a report"),
    "opinion.dispatch": named("rule", "Work office hands a report over"),
    "opinion.rate": named("rule", "Resident rates the answer"),
    "opinion.callback": named("rule", "Call-back after a bad rating"),
    "opinion.text": named("rule", "Length of a report"),
    "opinion.limits": named("rule", "How many reports may be sent"),
    "opinion.public": named("rule", "What the public sees of a report"),
    "dispatch.accept": named("rule", "Unit accepts an order"),
    "dispatch.answer.simple": named("rule", "Unit answers, simple matter"),
    "dispatch.answer.whistle": named("rule", "Unit answers, matter of several units"),
    "dispatch.answer.difficult": named("rule", "Unit answers, difficult matter"),
    "dispatch.redirect": named("rule", "A returned order is given to another unit"),
    "dispatch.check": named("rule", "Work office checks an answer"),
    "dispatch.returns": named("rule", "Returns until the joint decision"),
    "signin.code": named("rule", "Sign-in codes"),
    "files.photos": named("rule", "Photos"),
    "notices.quiet": named("rule", "No messages at night"),
    "link.life": named("rule", "Life of a signed link"),
    "site.organiser": named("rule", "Who runs this site"),
    "site.filing": named("rule", "Filing numbers of the site"),
    "town.demo": named("rule", "Demo data"),
}

STARTS: Final[dict[str, Promise]] = {
    "submit": gettext_lazy("from submission"),
    "transfer": gettext_lazy("from the transfer"),
    "triage": gettext_lazy("from triage"),
    "issue": gettext_lazy("from the order"),
    "accept": gettext_lazy("from acceptance"),
    "send_back": gettext_lazy("from the return"),
    "answer": gettext_lazy("from the answer"),
    "rate": gettext_lazy("from the rating"),
}

PARTS: Final[dict[str, Promise]] = {
    "min": named("part of a rule", "at least (characters)"),
    "max": named("part of a rule", "at most (characters)"),
    "per_phone_day": named("part of a rule", "per phone and day"),
    "per_phone_hour": named("part of a rule", "per phone and hour"),
    "per_address_hour": named("part of a rule", "per network address and hour"),
    "ttl_minutes": named("part of a rule", "minutes a code is valid"),
    "tries": named("part of a rule", "tries per code"),
    "text": named("part of a rule", "text"),
    "photos": named("part of a rule", "photos"),
    "place": named("part of a rule", "place"),
    "category": named("part of a rule", "category"),
    "answer": named("part of a rule", "answer"),
    "name": named("part of a rule", "name"),
    "joint_at": named("part of a rule", "joint decision at return number"),
    "count": named("part of a rule", "number"),
    "bytes": named("part of a rule", "size of a photo"),
    "pixels": named("part of a rule", "pixels of a photo"),
    "days": named("part of a rule", "days"),
    "icp": named("part of a rule", "ICP filing"),
    "police": named("part of a rule", "public security filing"),
    "street": named("part of a rule", "subdistrict"),
    "zh": named("part of a rule", "in Chinese"),
    "en": named("part of a rule", "in English"),
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
    return _scalar(value)


def _with_start(value: dict[str, Any]) -> str:
    words = {"span": span(value["amount"], value["unit"]), "start": STARTS.get(value.get("from", ""), "")}
    return pgettext("length and start", "%(span)s %(start)s") % words if words["start"] else str(words["span"])


def _pair(name: str, part: Any) -> dict[str, str]:
    return {"name": str(PARTS.get(name, name)), "value": filesizeformat(part) if name == "bytes" else _scalar(part)}


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(PARTS.get(value, value)) if value != "" else _("not given yet")


def agreed(policy: Policy) -> str:
    """Whether a rule has been agreed to."""
    return _("confirmed") if policy.confirmed else _("to be confirmed")


def explain(key: str, place_id: int | None = None, at: datetime | None = None) -> str:
    """A rule in short: "3 working days from acceptance; source: …; to be confirmed"."""
    policy = queries.policy(key, place_id=place_id, at=at)
    words = {"rule": says(policy.value), "source": policy.source, "agreed": agreed(policy)}
    return _("%(rule)s; source: %(source)s; %(agreed)s") % words
