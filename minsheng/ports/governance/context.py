"""What the governance port adds to its shell: navigation, inbox count, acting role."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.ground.duties.queries import mine
from minsheng.ground.notices.queries import unread
from minsheng.ground.people.models import Role
from minsheng.ground.people.queries import Option
from minsheng.kernel.http import HtmxRequest

type Entry = tuple[str | Promise, str, str]

NAVIGATION: tuple[Entry, ...] = (
    (_("To do"), "inbox", "governance:inbox"),
    (_("Opinions"), "message-square-text", "opinions:opinions"),
    (_("District–street linkage"), "git-branch", ""),
    (_("Supervision"), "clipboard-check", ""),
    (_("Deputies' work"), "landmark", ""),
    (_("Residents' deliberation"), "messages-square", ""),
    (_("Panorama"), "gauge", ""),
)
"""The customer's four modules, the inbox before and the panorama behind them; without an address: not built yet."""

NO_CONTENT = (Role.ADMINISTRATOR,)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, unread notices and the acting role of a signed-in official."""
    actor = getattr(request, "actor", None)
    if not actor or not actor.staff:
        return {}
    request = cast("HtmxRequest", request)
    return {
        "governance_nav": [_entry(request, *entry) for entry in NAVIGATION],
        "governance_home": reverse("governance:inbox"),
        "search_url": "" if actor.is_(*NO_CONTENT) else reverse("opinions:opinions"),
        "search_query": request.GET.get("q", ""),
        "unread": unread(actor),
        "unread_url": reverse("notices:notices"),
        "acting": acting(request),
    }


def acting(request: HtmxRequest) -> dict[str, Any]:
    """The menu of what the person may act as."""
    found: list[Option] = getattr(request, "acting", [])
    now = request.session.get("acting", "") or (found[0].key if found else "")
    current = next((o for o in found if o.key == now), found[0])
    return {
        "current": current.label,
        "name": request.actor.name,
        "options": [{"label": o.label, "value": o.key, "current": o == current} for o in found],
        "url": reverse("signin:acting"),
        "sign_out": reverse("signin:out"),
        "links": [
            {"label": _("Sign-in and security"), "href": reverse("signin:security"), "icon": "shield-check"},
            {"label": _("Rules in force"), "href": reverse("policies:policies"), "icon": "scale"},
        ],
    }


def _entry(request: HtmxRequest, label: str | Promise, icon: str, name: str) -> dict[str, Any]:
    href = reverse(name) if name else ""
    entry: dict[str, Any] = {"label": label, "icon": icon, "href": href, "planned": not href}
    entry["current"] = bool(href) and request.path == href
    if name == "governance:inbox":
        entry["count"] = mine(request.actor).count()
    return entry
