"""What the service port adds to its shell: the tab bar, who runs it, and the way back for officials."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import pgettext_lazy

from minsheng.ground.duties.queries import mine
from minsheng.ground.people.actors import NOBODY, Actor
from minsheng.ground.people.models import Role
from minsheng.ground.policies.queries import is_demo, policy
from minsheng.kernel.workflow import TABLES
from minsheng.ports.signin.queries import home_of
from minsheng.ui.stepping import page_of

type Tab = tuple[str | Promise, str, str]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The tab bar and the foot of the service port; nobody who acts as an official gets a resident's tabs."""
    actor: Actor = getattr(request, "actor", NOBODY)
    entries = [_entry(request, *tab) for tab in _tabs(actor)]
    return {"demo": is_demo(), "service_nav": entries, "service_footer": SimpleLazyObject(_foot)}


def _tabs(actor: Actor) -> list[Tab]:
    """Where one can go. A signed link opens one matter, so its visitor's last tab is that matter."""
    public: Tab = (pgettext_lazy("tab", "Public"), "list", reverse("publishing:publications"))
    if actor.staff:
        return [(pgettext_lazy("tab", "Back to the desk"), "arrow-left", home_of(actor)), public]
    last: Tab = (pgettext_lazy("tab", "Mine"), "user-round", reverse("service:mine"))
    if actor.link_key and actor.link_key[0] in TABLES:
        last = (pgettext_lazy("tab", "My matter"), "file-text", page_of(actor.link_key))
    home: Tab = (pgettext_lazy("tab", "Home"), "house", reverse("service:home"))
    report: Tab = (pgettext_lazy("tab", "Report"), "pencil-line", reverse("opinions:report"))
    council: Tab = (pgettext_lazy("tab", "Council"), "messages-square", reverse("council:council"))
    return [home, report, public, *([council] if actor.is_(Role.COUNCIL_MEMBER) else []), last]


def _entry(request: HttpRequest, label: str | Promise, icon: str, href: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"label": label, "icon": icon, "href": href, "current": request.path == href}
    actor: Actor = getattr(request, "actor", NOBODY)
    if href == reverse("service:mine") and actor.signed_in:
        entry["count"] = mine(actor).count()
    return entry


def _foot() -> str:
    context = {"organiser": policy("site.organiser"), "filing": policy("site.filing")}
    return render_to_string("service/footer.html", context)
