"""What the service port adds to its shell: the tab bar and who runs it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minsheng.ground.policies.queries import is_demo

TABS = (
    (_("Home"), "house", "service:home"),
    (_("Report"), "pencil-line", "opinions:report"),
    (_("Public"), "list", "publishing:publications"),
    (_("Mine"), "user-round", "service:mine"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The tab bar of the service port, and the line at the foot that says who runs it."""
    actor = getattr(request, "actor", None)
    if actor and actor.staff:
        return {"demo": is_demo()}
    tabs = [(label, icon, reverse(name), name) for label, icon, name in TABS]
    return {
        "demo": is_demo(),
        "service_nav": [
            {
                "label": label,
                "icon": icon,
                "href": href,
                "current": request.path == href,
                "primary": name == "opinions:report",
            }
            for label, icon, href, name in tabs
        ],
    }
