"""Context processor of every page: how it should look and who runs it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from minsheng.ui.preferences import Preferences


def page(request: HttpRequest) -> dict[str, Any]:
    """`prefs`, `site_title`, `LANGUAGE_CODE`, `login_url`, `map_tiles` of a map service where one is set.

    `demo` says whether what is shown is demo data.
    """
    prefs = getattr(request, "prefs", Preferences())
    return {
        "prefs": prefs,
        "LANGUAGE_CODE": prefs.language,
        "site_title": site_title(prefs.language),
        "login_url": settings.LOGIN_URL,
        "demo": getattr(request, "demo", False),
        "map_tiles": " ".join(settings.MAP_TILES),
        "map_tiles_by": settings.MAP_TILES_BY,
    }


def site_title(language: str) -> str:
    """The name of the site, which whoever runs it sets: SITE_TITLE, and SITE_TITLE_EN where there is one."""
    english = getattr(settings, "SITE_TITLE_EN", "") if language == "en" else ""
    return english or str(settings.SITE_TITLE)
