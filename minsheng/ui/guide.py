"""What the style guide shows: every component in every state, with words that belong to nobody's domain."""

from datetime import datetime, timedelta
from types import SimpleNamespace as Thing
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import pgettext_lazy

from minsheng.kernel import clock
from minsheng.ui.forms import Narrow, Sample, Where

static_lazy = lazy(static, str)
TONES = ("plain", "info", "done", "soon", "late", "seal")
STAGES = (
    pgettext_lazy("guide", "Sent"),
    pgettext_lazy("guide", "Received"),
    pgettext_lazy("guide", "In hand"),
    pgettext_lazy("guide", "Answered"),
    pgettext_lazy("guide", "Closed"),
)
HERE = reverse_lazy("ui:guide")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COLOURS = "paper surface sunken line ink ink-2 ink-3 seal info done soon late"
PHOTO = {"url": static_lazy("ui/sample.svg"), "small": static_lazy("ui/sample.svg")}
PLACE = pgettext_lazy("guide", "Front desk, North Street")

SHELL: dict[str, Any] = {
    "governance_home": HERE,
    "search_url": HERE,
    "unread": 3,
    "unread_url": HERE,
    "acting": {
        "current": PLACE,
        "name": pgettext_lazy("guide", "Lin Wen"),
        "url": HERE,
        "options": [
            {"label": PLACE, "value": "1", "current": True},
            {
                "label": pgettext_lazy("guide", "Back office"),
                "value": "2",
                "hint": pgettext_lazy("guide", "standing in until Friday"),
            },
        ],
        "sign_out": HERE,
    },
    "governance_nav": [
        {"label": pgettext_lazy("guide", "To do"), "href": HERE, "icon": "inbox", "count": 12, "current": True},
        {"label": pgettext_lazy("guide", "Map"), "href": HERE, "icon": "map-pin"},
        {"label": pgettext_lazy("guide", "People"), "href": HERE, "icon": "users-round"},
        {"label": pgettext_lazy("guide", "Reports"), "href": HERE, "icon": "clipboard-check", "planned": True},
    ],
    "service_nav": [
        {"label": pgettext_lazy("guide", "Home"), "href": HERE, "icon": "house", "current": True},
        {"label": pgettext_lazy("guide", "Tell us"), "href": HERE, "icon": "pencil-line"},
        {"label": pgettext_lazy("guide", "Mine"), "href": HERE, "icon": "user-round", "count": 2},
    ],
}
LISTS: dict[str, Any] = {
    "sorts": [
        {"value": "due", "label": pgettext_lazy("guide", "Deadline"), "current": True},
        {"value": "new", "label": pgettext_lazy("guide", "Newest")},
    ],
    "active": [{"label": pgettext_lazy("guide", "North Street"), "href": "?"}],
    "tabs": [
        {"label": pgettext_lazy("guide", "Open"), "href": "?", "current": True, "count": 12},
        {"label": pgettext_lazy("guide", "Waiting"), "href": "?", "count": 3},
        {"label": pgettext_lazy("guide", "Closed"), "href": "?"},
    ],
    "batch_steps": [
        {"name": "receive", "label": pgettext_lazy("guide", "Receive")},
        {"name": "pass", "label": pgettext_lazy("guide", "Pass on")},
    ],
    "empty": {
        "title": pgettext_lazy("guide", "Nothing to do"),
        "what": pgettext_lazy("guide", "What comes to you will be listed here."),
        "label": pgettext_lazy("guide", "See all"),
    },
}
JOBS: list[dict[str, Any]] = [
    {"running": True, "done": 340, "total": 1000, "refresh": HERE},
    {
        "done": 998,
        "total": 1000,
        "failed": [{"row": 17, "reason": pgettext_lazy("guide", "The day is missing.")}],
        "result": "?",
    },
    {"broken": True, "message": pgettext_lazy("guide", "The file could not be read.")},
]
LONG = pgettext_lazy("guide", "The lamp on the bridge is out, and it is dark at night for those who come home late")
ROWS: tuple[tuple[str, Any, timedelta, str, Any], ...] = (
    ("SC-HB-2026-000123", pgettext_lazy("guide", "The trees at the gate have died"), 2 * HOUR, "info", STAGES[2]),
    ("SC-HB-2026-000117", LONG, DAY, "soon", STAGES[1]),
    ("SC-KX-2026-000098", pgettext_lazy("guide", "Stalls block the way"), -2 * HOUR, "plain", STAGES[0]),
)
DESK = pgettext_lazy("guide", "Front desk")
ENTRIES: tuple[tuple[timedelta, Any, Any, dict[str, Any]], ...] = (
    (3 * DAY, pgettext_lazy("guide", "Resident"), pgettext_lazy("guide", "sent this in"), {"photos": [PHOTO, PHOTO]}),
    (2 * DAY, DESK, pgettext_lazy("guide", "received it"), {}),
    (
        30 * HOUR,
        DESK,
        pgettext_lazy("guide", "passed it on"),
        {"note": pgettext_lazy("guide", "Called first, urgent."), "inside": True},
    ),
    (
        2 * HOUR,
        pgettext_lazy("guide", "Garden team"),
        pgettext_lazy("guide", "answered"),
        {"before": [PHOTO], "after": [PHOTO]},
    ),
)


def samples(request: HttpRequest) -> dict[str, Any]:
    """Everything the guide's templates need."""
    now = clock.now()
    return {
        **SHELL,
        **LISTS,
        **_forms(),
        **_moving(now),
        "lamps": _lamps(now),
        "moments": [now, now - DAY, now - 9 * DAY, clock.today()],
        "rails": [_rail(stage) for stage in (0, 2, len(STAGES))],
        "photos": [PHOTO] * 3,
        "page_obj": Paginator(range(195), 20).get_page(request.GET.get("page", "3")),
        "jobs": [{"title": pgettext_lazy("guide", "Import"), **job} for job in JOBS],
        "tones": [(tone, pgettext_lazy("guide", "State")) for tone in TONES],
        "colours": COLOURS.split(),
        "attribution": pgettext_lazy("guide", "schematic"),
        "shell": "ui/service.html" if request.GET.get("shell") == "service" else "ui/governance.html",
        "shells": _shells(request),
        "shells_label": pgettext_lazy("guide", "Style guide"),
        "address": request.build_absolute_uri(reverse("ui:guide")),
    }


def _shells(request: HttpRequest) -> list[dict[str, Any]]:
    names = {"desk": pgettext_lazy("guide", "At a desk"), "service": pgettext_lazy("guide", "On a phone")}
    chosen = request.GET.get("shell", "desk")
    return [{"label": words, "href": f"?shell={name}", "current": name == chosen} for name, words in names.items()]


def _forms() -> dict[str, Form]:
    return {
        "form": Sample(),
        "wrong": Sample({"text": "no", "way": "sms", "rating": "4"}, auto_id="wrong_%s"),
        "where": Where(prefix="where"),
        "narrow": Narrow(auto_id="narrow_%s"),
    }


def _moving(now: datetime) -> dict[str, Any]:
    answered, received = (
        pgettext_lazy("guide", "Your matter was answered."),
        pgettext_lazy("guide", "Your matter was received."),
    )
    return {
        "rows": [
            Thing(number=number, title=title, due=now + away, tone=tone, state=state)
            for number, title, away, tone, state in ROWS
        ],
        "entries": [Thing(at=now - ago, desk=desk, sentence=sentence, **more) for ago, desk, sentence, more in ENTRIES],
        "notices": [
            {"href": "?", "words": answered, "at": now, "unread": True, "number": ROWS[0][0]},
            {"href": "?", "words": received, "at": now - DAY, "unread": False},
        ],
    }


def _lamps(now: datetime) -> list[Thing]:
    away = (HOUR, DAY, 3 * DAY, 40 * DAY, 500 * DAY, -HOUR / 3, -2 * HOUR, -27 * HOUR)
    return [
        *(Thing(due=now + one) for one in away),
        Thing(due=now + 2 * DAY, provisional=True),
        Thing(due=now, closed=now - HOUR),
        Thing(due=now - 2 * DAY, closed=now),
        Thing(due=None),
    ]


def _rail(stage: int) -> list[dict[str, Any]]:
    states = ["done" if at < stage else "current" if at == stage else "todo" for at in range(len(STAGES))]
    return [{"label": label, "state": state} for label, state in zip(STAGES, states, strict=True)]
