"""登记: what a coordinator or a clerk fills in for somebody who came by, called or wrote."""

import uuid
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.ground.people.actions import use_code
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Deputy, Role
from minsheng.ground.people.queries import addressable_deputies, clean_landline, clean_phone
from minsheng.ground.places.models import Place, Station
from minsheng.ground.places.queries import communities
from minsheng.ground.policies.queries import value
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.activities.queries import home, midnight, stations_of, title_of
from minsheng.instruments.opinions.actions import Report, Visitor, Where
from minsheng.instruments.opinions.forms.report import DeputyField, ReportForm, Telling
from minsheng.instruments.opinions.hints import suspicion
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock

WAYS = (
    Opinion.Channel.VISIT,
    Opinion.Channel.PHONE,
    Opinion.Channel.PAPER,
    Opinion.Channel.ACTIVITY,
    Opinion.Channel.OTHER,
)
"""How somebody may have told it; what comes by the website is registered by nobody."""


class ActivityChoice(forms.ModelChoiceField[Activity]):
    """An activity by when it begins and what it is called."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{clock.local(obj.starts):%H:%M} {title_of(obj)}"


class RegisterForm(ReportForm):
    """Who, what, where. Only what was said has to be filled in: a visitor may give neither name nor phone."""

    calm = own = None  # staff hear for themselves whether somebody is in danger
    told = forms.BooleanField(widget=forms.HiddenInput, required=False)
    plain = forms.BooleanField(
        label=gettext_lazy("I have read this; it accuses nobody and is about no court case."), required=False
    )

    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=30,
        help_text=gettext_lazy(
            "Mobile, or landline with its area code. Leave it out if the visitor wants to give none."
        ),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    text = Telling(label=gettext_lazy("What the visitor says"), widget=forms.Textarea(attrs={"rows": 5}))
    channel = forms.ChoiceField(
        label=gettext_lazy("How it was told"),
        choices=[(way.value, way.label) for way in WAYS],
        initial=Opinion.Channel.VISIT,
        widget=forms.RadioSelect,
    )
    activity = ActivityChoice(
        Activity.objects.none(),
        label=gettext_lazy("Activity"),
        required=False,
        to_field_name="number",
        empty_label=gettext_lazy("None"),
    )
    station = forms.ModelChoiceField(
        Station.objects.none(), label=gettext_lazy("Station"), to_field_name="code", empty_label=None
    )
    deputy = DeputyField(
        Deputy.objects.none(),
        label=gettext_lazy("To a particular deputy"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("Whoever receives at the station"),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.home = home(by)
        self.judges = by.is_(Role.OFFICE)
        self.fields["code"].required = False
        if self.code_is_asked:
            self._expect_a_code()
        self.fields["code"].widget.attrs["autocomplete"] = "off"
        self._offer_stations(by)
        self._offer_activities(by)
        if self.home.kind == Place.Kind.STREET:
            self._stay_in_the_street()

    def _expect_a_code(self) -> None:
        """The code is what is typed next, though it may be left out."""
        self.fields["code"].required = False
        self.fields["name"].widget.attrs.pop("autofocus", None)

    def ask(self) -> bool:
        sent = super().ask()
        if sent:
            self._expect_a_code()
        return sent

    def _choice(self, name: str) -> "forms.ModelChoiceField[Any]":
        return cast("forms.ModelChoiceField[Any]", self.fields[name])

    def _offer_stations(self, by: Actor) -> None:
        """The coordinator's own; where there is but one, nothing is asked. An office registers at none."""
        own = Station.objects.filter(pk__in=by.stations).select_related("place").order_by("code")
        found = self.stations = list(own)
        if len(found) > 1:
            self._choice("station").queryset = own
            self.initial.setdefault("station", found[0].code)
        else:
            del self.fields["station"]

    def _offer_activities(self, by: Actor) -> None:
        """Today's within reach; one that goes on now is chosen already."""
        since = midnight(clock.today())
        rows = Activity.objects.taking_place().between(since, since + timedelta(days=1))
        today = rows.filter(station__in=stations_of(by)).order_by("starts")
        self._choice("activity").queryset = today
        now = today.filter(pk__in=Activity.objects.at(clock.now()).values("pk")).first()
        if now:
            self.initial.setdefault("activity", now.number)
            self.initial.setdefault("channel", WAYS[0] if now.is_shift else Opinion.Channel.ACTIVITY)
        elif not today:
            del self.fields["activity"]

    def _stay_in_the_street(self) -> None:
        """An office or a street's station takes what lies in its street."""
        street, community = self._choice("street"), self._choice("community")
        street.queryset = street.queryset.filter(pk=self.home.pk) if street.queryset is not None else None
        street.widget = forms.HiddenInput()
        street.disabled = True  # whatever a point on the map wrote there
        self.initial["street"] = self.home.code
        community.queryset, community.empty_label = communities(self.home), _("Not known")
        deputies = addressable_deputies(self.home.pk)
        self._choice("deputy").queryset = deputies.select_related("post__place")  # type: ignore[attr-defined]  # a queryset

    def _tell_limits(self, text: forms.Field) -> None:
        """Somebody else's words."""
        says = _("In the visitor's own words. Up to %(most)s characters.")
        text.help_text, text.widget.attrs["data-most"] = says % {"most": self.lengths["max"]}, self.lengths["max"]

    def clean_phone(self) -> str:
        """Eleven digits, or a landline; none at all will do."""
        typed: str = self.cleaned_data["phone"].strip()
        found = clean_phone(typed) or clean_landline(typed)
        if typed and not found:
            raise forms.ValidationError(
                _("This is not a phone number. Type a mobile number, a landline with its area code, or leave it out.")
            )
        return found

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        street = cleaned.get("street")
        if street and self.home.kind == Place.Kind.STREET and street.code != self.home.code:
            words = _("This place lies in %(street)s. Here you register what lies in %(home)s.")
            self.add_error("address", words % {"street": street, "home": self.home})
        return cleaned

    def pauses(self) -> bool:
        """Whether a clerk has to judge first: the text sounds like what only the office may read. They see it once."""
        self.paused = bool(self.suspicion) and not self.cleaned_data["told"]
        return self.paused

    @property
    def suspicion(self) -> str:
        """As what the clerk has to judge the text that was sent; nothing for a coordinator, who judges nothing."""
        return suspicion(self.data.get(self.add_prefix("text"), "")) if self.judges else ""

    def proved(self) -> bool | None:
        """Whether a code was read back from the phone; None, and the form says why, when it was wrong. Call it last."""
        code, phone = self.cleaned_data["code"], self.cleaned_data["phone"]
        if not code or not clean_phone(phone):
            return False
        rule = value("signin.code")
        if use_code(phone, code, life=timedelta(minutes=rule["ttl_minutes"]), tries=rule["tries"]):
            return True
        self.add_error("code", _("This code is wrong or no longer valid. Leave it out to register without a code."))
        return None

    def visitor(self, *, confirmed: bool) -> Visitor:
        """Who it was."""
        return Visitor(self.cleaned_data["name"].strip(), self.cleaned_data["phone"], confirmed)

    def report(self, by: Actor) -> Report:
        """What a valid form says."""
        data = self.cleaned_data
        names = ("community", "grid", "address", "lon", "lat")
        activity: Activity | None = data.get("activity")
        return Report(
            data["text"],
            Where(street=data["street"], **{name: data[name] for name in names}),
            data["photos"],
            data["deputy"].post if data["deputy"] else None,
            sending=self.once(by),
            channel=data["channel"],
            activity=activity.number if activity else "",
            station=data.get("station") or next(iter(self.stations), None),
            plain=data["plain"],
        )

    def once(self, by: Actor) -> uuid.UUID:
        """What tells a second tap from a second visitor."""
        return uuid.uuid5(self.cleaned_data["sending"] or uuid.uuid4(), str(by.person_id))
