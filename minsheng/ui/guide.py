"""What the style guide shows: every component in every state, with words that belong to nobody's domain."""

from datetime import timedelta
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from minsheng.kernel import clock
from minsheng.ui.forms import Photos, Rating

TONES = ("plain", "info", "done", "soon", "late", "seal")
LEVELS = (
    ("5", pgettext_lazy("guide", "Very satisfied")),
    ("4", pgettext_lazy("guide", "Satisfied")),
    ("3", pgettext_lazy("guide", "Fairly satisfied")),
    ("2", pgettext_lazy("guide", "Dissatisfied")),
    ("1", pgettext_lazy("guide", "Very dissatisfied")),
)
PLACES = (("", pgettext_lazy("guide", "Choose")), ("a", pgettext_lazy("guide", "North Street")), ("b", pgettext_lazy("guide", "River Street")))


class Sample(forms.Form):
    text = forms.CharField(
        label=pgettext_lazy("guide", "What is it about?"),
        min_length=4,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=pgettext_lazy("guide", "A sentence is enough."),
    )
    photos = forms.Field(label=pgettext_lazy("guide", "Photos"), required=False)
    name = forms.CharField(label=pgettext_lazy("guide", "Your name"), required=False)
    street = forms.ChoiceField(label=pgettext_lazy("guide", "Street"), choices=PLACES)
    day = forms.DateField(label=pgettext_lazy("guide", "Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    way = forms.ChoiceField(
        label=pgettext_lazy("guide", "How shall we answer?"),
        choices=(("sms", pgettext_lazy("guide", "Text message")), ("none", pgettext_lazy("guide", "Not at all"))),
        widget=forms.RadioSelect,
    )
    rating = forms.ChoiceField(label=pgettext_lazy("guide", "How was it?"), choices=LEVELS, widget=Rating)
    agreed = forms.BooleanField(label=pgettext_lazy("guide", "I have read the rules"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget = Photos(upload="/ui/nowhere/", limit=3)


class Where(forms.Form):
    lon = forms.CharField(widget=forms.HiddenInput, required=False)
    lat = forms.CharField(widget=forms.HiddenInput, required=False)
    address = forms.CharField(label=pgettext_lazy("guide", "Address or landmark"), required=False)
    street = forms.ChoiceField(label=pgettext_lazy("guide", "Street"), choices=PLACES)
    community = forms.ChoiceField(label=pgettext_lazy("guide", "Community"), choices=PLACES, required=False)


class Narrow(forms.Form):
    place = forms.ChoiceField(label=pgettext_lazy("guide", "Street"), choices=PLACES, required=False)
    state = forms.ChoiceField(label=pgettext_lazy("guide", "State"), choices=PLACES, required=False)
    since = forms.DateField(
        label=pgettext_lazy("guide", "Since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def samples(request: HttpRequest) -> dict[str, Any]:
    """Everything the guide's templates need."""
    return {
        **_shell(),
        **_time(),
        **_stages(),
        **_lists(request),
        "form": Sample(),
        "wrong": Sample({"text": "no", "way": "sms", "rating": "4"}, auto_id="wrong_%s"),
        "where": Where(prefix="where"),
        "narrow": Narrow(auto_id="narrow_%s"),
        "tones": [(tone, pgettext("guide", "State")) for tone in TONES],
        "colours": ("paper", "surface", "sunken", "line", "ink", "ink-2", "ink-3", "seal", "info", "done", "soon", "late"),
        "empty": {
            "title": pgettext("guide", "Nothing to do"),
            "what": pgettext("guide", "What comes to you will be listed here."),
            "label": pgettext("guide", "See all"),
        },
        "attribution": pgettext("guide", "schematic"),
        "address": request.build_absolute_uri("/ui/"),
    }


def _shell() -> dict[str, Any]:
    here = reverse("ui:guide")
    return {
        "governance_home": here,
        "search_url": here,
        "unread": 3,
        "unread_url": here,
        "acting": {
            "current": pgettext("guide", "Front desk, North Street"),
            "name": pgettext("guide", "Lin Wen"),
            "url": here,
            "options": [
                {"label": pgettext("guide", "Front desk, North Street"), "value": "1", "current": True},
                {"label": pgettext("guide", "Back office"), "value": "2", "hint": pgettext("guide", "standing in until Friday")},
            ],
            "sign_out": here,
        },
        "governance_nav": [
            {"label": pgettext("guide", "To do"), "href": here, "icon": "inbox", "count": 12, "current": True},
            {"label": pgettext("guide", "Map"), "href": here, "icon": "map-pin"},
            {"label": pgettext("guide", "People"), "href": here, "icon": "users-round"},
            {"label": pgettext("guide", "Reports"), "href": here, "icon": "clipboard-check", "planned": True},
        ],
        "service_nav": [
            {"label": pgettext("guide", "Home"), "href": here, "icon": "house", "current": True},
            {"label": pgettext("guide", "Tell us"), "href": here, "icon": "pencil-line"},
            {"label": pgettext("guide", "Mine"), "href": here, "icon": "user-round", "count": 2},
        ],
    }


def _time() -> dict[str, Any]:
    now = clock.now()
    later = (timedelta(hours=1), timedelta(days=1), timedelta(days=3), timedelta(days=40), timedelta(days=500))
    past = (timedelta(minutes=20), timedelta(hours=2), timedelta(days=1, hours=3))
    lamps = [Thing(due=now + away) for away in later] + [Thing(due=now - away) for away in past]
    lamps += [
        Thing(due=now + timedelta(days=2), provisional=True),
        Thing(due=now, closed=now - timedelta(hours=1)),
        Thing(due=now - timedelta(days=2), closed=now),
        Thing(due=None),
    ]
    return {"lamps": lamps, "moments": [now, now - timedelta(days=1), now - timedelta(days=9), clock.today()]}


def _stages() -> dict[str, Any]:
    now, photo = clock.now(), {"url": static("ui/sample.svg"), "small": static("ui/sample.svg")}
    names = (pgettext("guide", "Sent"), pgettext("guide", "Received"), pgettext("guide", "In hand"), pgettext("guide", "Answered"), pgettext("guide", "Closed"))
    rails = [
        [
            {"label": name, "state": "done" if at < stage else "current" if at == stage else "todo"}
            for at, name in enumerate(names)
        ]
        for stage in (0, 2, len(names))
    ]
    entries = [
        Thing(at=now - timedelta(days=3), desk=pgettext("guide", "Resident"), sentence=pgettext("guide", "sent this in"), photos=[photo, photo]),
        Thing(at=now - timedelta(days=2), desk=pgettext("guide", "Front desk"), sentence=pgettext("guide", "received it")),
        Thing(at=now - timedelta(hours=30), desk=pgettext("guide", "Front desk"), sentence=pgettext("guide", "passed it on"), note=pgettext("guide", "Called first, urgent."), inside=True),
        Thing(at=now - timedelta(hours=2), desk=pgettext("guide", "Garden team"), sentence=pgettext("guide", "answered"), before=[photo], after=[photo]),
    ]
    return {"rails": rails, "entries": entries, "photos": [photo] * 3}


def _lists(request: HttpRequest) -> dict[str, Any]:
    now, page = clock.now(), int(request.GET.get("page", "3")) if request.GET.get("page", "3").isdigit() else 3
    rows = [
        Thing(number="SC-HB-2026-000123", title=pgettext("guide", "The trees at the gate have died"), due=now + timedelta(hours=2), tone="info", state=pgettext("guide", "In hand")),
        Thing(number="SC-HB-2026-000117", title=pgettext("guide", "The lamp on the bridge is out, and it is dark at night for those who come home late"), due=now + timedelta(days=1), tone="soon", state=pgettext("guide", "Received")),
        Thing(number="SC-KX-2026-000098", title=pgettext("guide", "Stalls block the way"), due=now - timedelta(hours=2), tone="plain", state=pgettext("guide", "Sent")),
    ]
    return {
        "rows": rows,
        "page_obj": Paginator(range(195), 20).get_page(page),
        "sorts": [
            {"value": "due", "label": pgettext("guide", "Deadline"), "current": True},
            {"value": "new", "label": pgettext("guide", "Newest")},
        ],
        "active": [{"label": pgettext("guide", "North Street"), "href": "?"}],
        "tabs": [
            {"label": pgettext("guide", "Open"), "href": "?", "current": True, "count": 12},
            {"label": pgettext("guide", "Waiting"), "href": "?", "count": 3},
            {"label": pgettext("guide", "Closed"), "href": "?"},
        ],
        "notices": [
            {"href": "?", "words": pgettext("guide", "Your matter was answered."), "at": now, "unread": True, "number": "SC-HB-2026-000123"},
            {"href": "?", "words": pgettext("guide", "Your matter was received."), "at": now - timedelta(days=1), "unread": False},
        ],
        "batch_steps": [{"name": "receive", "label": pgettext("guide", "Receive")}, {"name": "pass", "label": pgettext("guide", "Pass on")}],
        "jobs": [
            {"title": pgettext("guide", "Import"), "running": True, "done": 340, "total": 1000, "refresh": reverse("ui:guide") + "#job"},
            {"title": pgettext("guide", "Import"), "done": 998, "total": 1000, "failed": [{"row": 17, "reason": pgettext("guide", "The day is missing.")}], "result": "?"},
            {"title": pgettext("guide", "Import"), "broken": True, "message": pgettext("guide", "The file could not be read.")},
        ],
    }
