"""What the governance port adds to its shell: navigation, inbox count, acting role."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.ground.duties.queries import waiting
from minsheng.ground.figures.access import may_read
from minsheng.ground.notices.queries import unread
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.ground.people.queries import Option
from minsheng.instruments.gateways.access import may_look
from minsheng.kernel.http import HtmxRequest
from minsheng.linkage.assignments.access import may_list
from minsheng.ports.governance.practice import door
from minsheng.ports.governance.queries import Tally, tally


@dataclass(frozen=True, slots=True)
class Entry:
    """A door of the navigation: its address, and the rooms whose pages lie behind it. No address: not built yet."""

    label: str | Promise
    icon: str
    name: str = ""
    rooms: tuple[str, ...] = ()


TO_DO = Entry(_("To do"), "inbox", "governance:inbox", ("governance",))
OPINIONS = Entry(_("Opinions"), "message-square-text", "opinions:opinions", ("opinions", "dispatch"))
REGISTER = Entry(_("Register a visitor"), "notebook-pen", "opinions:register")
ACTIVITIES = Entry(_("Activities"), "calendar-days", "activities:activities", ("activities",))
IMPORTS = Entry(_("Import"), "file-up", "imports:new", ("imports", "jobs"))
PANORAMA = Entry(_("Panorama"), "gauge", "insights:insights", ("insights",))
WALL = Entry(_("Panoramic window"), "monitor", "wall:wall", ("wall",))
LINKAGE = Entry(_("Linkage"), "git-branch", "assignments:tasks", ("assignments", "mandates", "surveys"))
DELIBERATION = Entry(_("Deliberation"), "messages-square", "council:council", ("council",))
MODULES = (
    LINKAGE,
    Entry(_("Supervision"), "clipboard-check"),
    Entry(_("Deputies' work"), "landmark"),
    DELIBERATION,
    PANORAMA,
    WALL,
)
"""The customer's four modules, and the panorama behind them."""
SYSTEM = Entry(_("System"), "server-cog", "governance:inbox", ("governance",))
ESCALATED = Entry(_("Escalated matters"), "flag", "escalations:escalations", ("escalations",))
POSTS = Entry(_("Posts and substitutes"), "user-round-cog", "governance:posts")
RULES = Entry(_("Rules in force"), "scale", "policies:policies", ("policies",))

NAVIGATION: dict[str, tuple[Entry, ...]] = {
    Role.ADMINISTRATOR: (SYSTEM, POSTS, RULES),
    Role.DIRECTOR: (TO_DO, OPINIONS, ESCALATED, ACTIVITIES, *MODULES),
    Role.DISTRICT: (TO_DO, OPINIONS, ESCALATED, ACTIVITIES, *MODULES),
    Role.AUDITOR: (OPINIONS, ACTIVITIES, *MODULES, RULES),
    Role.COORDINATOR: (REGISTER, OPINIONS, ACTIVITIES, IMPORTS, *MODULES),
    Role.OFFICE: (TO_DO, OPINIONS, REGISTER, ACTIVITIES, IMPORTS, *MODULES),
}
"""What differs from the usual: administrators see no content, auditors nothing to do, counters register visitors."""
USUAL = (TO_DO, OPINIONS, ACTIVITIES, *MODULES)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, unread notices and the acting role of a signed-in official."""
    actor = getattr(request, "actor", None)
    if not actor or not actor.staff:
        return {}
    request = cast("HtmxRequest", request)
    return {
        "governance_nav": [_drawn(request, entry) for entry in _entries(actor)],
        "governance_home": reverse("governance:inbox"),
        "wall_url": reverse(WALL.name) if may_read(actor) else "",
        "search_url": "" if actor.is_(Role.ADMINISTRATOR) else reverse("opinions:opinions"),
        "search_query": _query(request),
        "batch_url": reverse("governance:batch"),
        "unread": unread(actor),
        "unread_url": reverse("notices:notices"),
        "acting": acting(request),
    }


def _entries(actor: Actor) -> list[Entry]:
    """The doors of a role; the wall is for those who read the numbers, tasks for those who give or are given any."""
    shut = {WALL.name: not may_read(actor), LINKAGE.name: not may_list(actor)}
    return [entry for entry in NAVIGATION.get(actor.role, USUAL) if not shut.get(entry.name)]


def tally_of(request: HtmxRequest) -> Tally:
    """What waits for the actor of this request, counted once."""
    found: Tally | None = getattr(request, "tally", None)
    if found is None:
        found = tally(waiting(request.actor))
        request.tally = found  # type: ignore[attr-defined]  # kept for the shell, which asks after the view
    return found


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
            {"label": POSTS.label, "href": reverse(POSTS.name), "icon": POSTS.icon},
            {"label": RULES.label, "href": reverse(RULES.name), "icon": RULES.icon},
            *([_platforms()] if may_look(request.actor) else []),
            *door(request.actor),
        ],
    }


def _platforms() -> dict[str, Any]:
    return {"label": _("Four platforms"), "href": reverse("gateways:gateways"), "icon": "cable"}


def _query(request: HtmxRequest) -> str:
    """What was searched for, on the page that the search box of the head belongs to."""
    return request.GET.get("q", "") if request.path == reverse("opinions:opinions") else ""


def _drawn(request: HtmxRequest, entry: Entry) -> dict[str, Any]:
    shut = not entry.name or (entry is PANORAMA and not may_read(request.actor))
    drawn: dict[str, Any] = {"label": entry.label, "icon": entry.icon, "planned": shut}
    if not shut:
        drawn |= {"href": reverse(entry.name), "current": _is_here(request, entry)}
    if entry is TO_DO:
        drawn["count"] = tally_of(request).total
    return drawn


def _is_here(request: HtmxRequest, entry: Entry) -> bool:
    """Whether the page lies behind that door; a matter that was opened from the inbox lies behind the inbox."""
    inbox = reverse("governance:inbox")
    if request.GET.get("next", "").startswith(inbox):
        return entry is TO_DO
    match = request.resolver_match
    if match and match.view_name == REGISTER.name:
        return entry is REGISTER
    if request.path.startswith(reverse(POSTS.name)):
        return entry is POSTS
    return bool(match and match.namespace in entry.rooms)
