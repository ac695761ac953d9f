"""What hosts type: an activity, whom to invite, who is there, the minutes."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Deputy
from minsheng.ground.places.models import Station
from minsheng.instruments.activities import actions, sheets
from minsheng.instruments.activities.actions import Plan, Slot
from minsheng.instruments.activities.fields import DeputiesChoice, TimesMixin
from minsheng.instruments.activities.models import Activity, Invitation
from minsheng.instruments.activities.queries import askable, home, set_down, stations_of
from minsheng.kernel import clock
from minsheng.kernel.errors import Wrong
from minsheng.ui.stepping import ReasonForm, StepForm

MOST_TIMES: Final = 26


class DeputyChoice(forms.ModelChoiceField[Deputy]):
    """A deputy by code and name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.person.name}"


class NewForm(TimesMixin):
    """A new activity, once or every week."""

    what = forms.ChoiceField(label=_("Kind"), choices=Activity.Kind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=80, required=False, help_text=_("A reception shift needs none.")
    )
    station = forms.ModelChoiceField(
        Station.objects.none(), label=_("Station"), required=False, empty_label=_("Somewhere else")
    )
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False, help_text=_("Left empty, the station's address is used.")
    )
    times = forms.IntegerField(
        label=_("How many times, week by week"), min_value=1, max_value=MOST_TIMES, initial=1, required=False
    )
    about = forms.CharField(
        label=_("What it is about"),
        max_length=1000,
        required=False,
        help_text=_("Of a public activity everyone reads this: what is talked about, and who may come."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
    )
    public = forms.BooleanField(label=_("Show it to everyone"), required=False, initial=True)

    field_order = ("what", "title", "day", "since", "until", "times", "station", "address", "about", "public")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["station"].queryset = stations_of(actor)  # type: ignore[attr-defined]  # a model choice field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        shift = cleaned.get("what") == Activity.Kind.SHIFT
        if not shift and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", _("Say what it is called."))
        if not cleaned.get("station") and "station" not in self.errors and (shift or self._at_a_station):
            self.add_error("station", _("Choose the station."))
        return cleaned

    @property
    def _at_a_station(self) -> bool:
        """Coordinators hold what takes place at their stations only."""
        return bool(self.actor.stations)

    @property
    def times_wanted(self) -> int:
        return self.cleaned_data.get("times") or 1

    def plan(self) -> Plan:
        """What a valid form says."""
        data = self.cleaned_data
        station: Station | None = data["station"]
        names = ("what", "title", "about", "starts", "ends", "public")
        facts = {name: data[name] for name in names}
        address = data["address"] or (station.address if station else "")
        place = station.place if station else home(self.actor)
        return Plan(**facts, place=place, station=station, address=address)


class EditForm(TimesMixin, StepForm):
    """Another time, place or wording."""

    after = _("Whoever is invited finds the new time on the page.")

    title = forms.CharField(label=_("Title"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    about = forms.CharField(
        label=_("What it is about"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ("title", "day", "since", "until", "address", "about", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        subject: Activity = kwargs["subject"]
        starts, ends = clock.local(subject.starts), clock.local(subject.ends)
        now = {"day": starts.date(), "since": starts.time(), "until": ends.time()}
        now |= {name: getattr(subject, name) for name in ("title", "address", "about")}
        kwargs["initial"] = now | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class InviteForm(StepForm):
    """Which deputies are asked to come."""

    after = _("Each of them finds it under “To do” and says whether they will come.")
    seen_by = _("Who is invited is read only by those who organise it.")

    deputies = DeputiesChoice(Deputy.objects.none(), label=_("Deputies"), widget=forms.CheckboxSelectMultiple)

    field_order = ("deputies", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputies"].queryset = askable(self.subject.place_id, self.subject.station)  # type: ignore[attr-defined]  # a model choice field


class MarkForm(StepForm):
    """Somebody without a phone."""

    seen_by = _("Who came is read only by those who organise it.")

    name = forms.CharField(label=_("Name"), max_length=40)

    field_order = ("name", "note")


class DraftForm(StepForm):
    """The minutes."""

    after = _("Then the congress work office confirms them, once it is over.")
    seen_by = _("Until they are confirmed, only those who organise it read them; then whoever was invited, too.")

    minutes = forms.CharField(
        label=_("Minutes"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 12, "maxlength": 10_000})
    )

    field_order = ("minutes", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"minutes": kwargs["subject"].minutes} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class ConfirmForm(StepForm):
    """Nothing but an optional word."""

    after = _("Then they are not changed any more.")


class CancelForm(ReasonForm):
    """Why it is called off."""

    after = _("Whoever would have come is told. The page stays and says that it was called off.")


class DeclineForm(ReasonForm):
    """Why somebody can't come."""

    after = _("Those who organise it read this and may ask somebody else.")


class CodeForm(forms.Form):
    """The six digits on the screen; not needed by whoever scanned them."""

    code = forms.CharField(
        label=_("Code on the screen"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9 ]*"}),
    )


FORMS: dict[str, type[StepForm]] = {
    "edit": EditForm,
    "invite": InviteForm,
    "mark": MarkForm,
    "draft": DraftForm,
    "confirm": ConfirmForm,
    "cancel": CancelForm,
}
ANSWER_FORMS: dict[str, type[StepForm]] = {"decline": DeclineForm}


# The roster of a station.


class ShiftChoice(forms.ModelChoiceField[Invitation]):
    """A deputy on a shift to come."""

    def label_from_instance(self, obj: Any) -> str:
        starts = clock.local(obj.activity.starts)
        return f"{starts:%Y-%m-%d %H:%M} {obj.post.deputy.person.name}"


class RosterForm(forms.Form):
    """A change of a station's roster; `apply` makes it and says what was done."""

    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, station: Station, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.station = station
        for field in self.fields.values():
            if isinstance(field, ShiftChoice):
                field.queryset = set_down(station)
            if isinstance(field, DeputyChoice):
                field.queryset = askable(station.place_id, station)


class AddForm(TimesMixin, RosterForm):
    """Put a deputy on the roster."""

    deputy = DeputyChoice(Deputy.objects.none(), label=_("Deputy"), empty_label=_("Choose a deputy"))
    weeks = forms.IntegerField(
        label=_("How many times, week by week"), min_value=1, max_value=MOST_TIMES, initial=1, required=False
    )

    field_order = ("deputy", "day", "since", "until", "weeks")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]

    def apply(self, by: Actor) -> str:
        data = self.cleaned_data
        later = [timedelta(weeks=n) for n in range(data.get("weeks") or 1)]
        slots = [Slot(data["starts"] + week, data["ends"] + week, data["deputy"]) for week in later]
        made = actions.set_down(self.station, slots, by=by)
        return gettext("Put on the roster: %(n)s.") % {"n": made}


class SwapForm(RosterForm):
    """Two deputies change with each other."""

    first = ShiftChoice(Invitation.objects.none(), label=_("One shift"), empty_label=_("Choose a shift"))
    second = ShiftChoice(Invitation.objects.none(), label=_("The other shift"), empty_label=_("Choose a shift"))

    field_order = ("first", "second", "note")

    def apply(self, by: Actor) -> str:
        data = self.cleaned_data
        actions.swap(data["first"], data["second"], by=by, note=data["note"])
        return gettext("The two shifts were swapped.")


class SubstituteForm(RosterForm):
    """Somebody else takes a shift over."""

    shift = ShiftChoice(Invitation.objects.none(), label=_("Shift"), empty_label=_("Choose a shift"))
    deputy = DeputyChoice(Deputy.objects.none(), label=_("Who takes it over"), empty_label=_("Choose a deputy"))

    field_order = ("shift", "deputy", "note")

    def apply(self, by: Actor) -> str:
        data = self.cleaned_data
        actions.substitute(data["shift"], deputy=data["deputy"], by=by, note=data["note"])
        return gettext("The substitute is on the roster.")


class ImportForm(RosterForm):
    """A month as a table."""

    sheet = forms.FileField(
        label=_("Table"),
        help_text=_(
            "CSV or XLSX with three columns: date, time (09:00-11:00), code of the deputy. What is there "
            "already is left as it is."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]
        self.bad: list[sheets.Bad] = []

    def clean_sheet(self) -> list[Slot]:
        """The slots of the file; the lines that are none are in `bad`."""
        upload = self.cleaned_data["sheet"]
        try:
            slots, self.bad = sheets.read(upload.name, upload.read(), askable(self.station.place_id, self.station))
        except Wrong as error:
            raise forms.ValidationError(str(error.message)) from error
        if not slots:
            raise forms.ValidationError(_("No line of this table could be used."))
        return slots

    def apply(self, by: Actor) -> str:
        slots = self.cleaned_data["sheet"]
        made = actions.set_down(self.station, slots, by=by)
        counts = {"new": made, "old": len(slots) - made, "bad": len(self.bad)}
        return gettext("New on the roster: %(new)s; there already: %(old)s; not usable: %(bad)s.") % counts


ROSTER_FORMS: dict[str, type[AddForm | SwapForm | SubstituteForm | ImportForm]] = {
    "add": AddForm,
    "swap": SwapForm,
    "substitute": SubstituteForm,
    "import": ImportForm,
}
"""By the word in the address: what can be done with a station's roster."""
