"""Choosing a file, and saying which of its columns is which."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.ground.places.models import Station
from minsheng.instruments.imports.access import stations_of
from minsheng.instruments.imports.columns import LABELS, REQUIRED, guessed
from minsheng.instruments.opinions.models import Opinion


class FileForm(forms.Form):
    """The file alone: all else is asked once it is safely here."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A table with a row for each opinion: CSV (UTF-8 or GB18030) or .xlsx. It needs headings."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )


class MappingForm(forms.Form):
    """Where the rows go, and which column is which: guessed from the headings, to be corrected."""

    station = forms.ModelChoiceField(
        Station.objects.none(), label=_("Station"), required=False, to_field_name="code", empty_label=_("None")
    )
    channel = forms.ChoiceField(label=_("How they came"), choices=Opinion.Channel, initial=Opinion.Channel.PAPER)
    live = forms.ChoiceField(
        label=_("What they are"),
        choices=(
            ("", _("Records of earlier times: no deadlines, nobody is told")),
            ("live", _("New matters: deadlines start now, those in charge are told")),
        ),
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )

    def __init__(self, *args: Any, headings: list[str], actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings, found = headings, guessed(headings)
        columns = [(str(place), heading or f"({place + 1})") for place, heading in enumerate(headings)]
        for name, label in LABELS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[("", _("Not in the file")), *columns],
                required=name in REQUIRED,
                initial=str(found.get(name, "")),
                error_messages={"required": _("Say which column this is.")},
            )
        self._stations(actor)

    def _stations(self, actor: Actor) -> None:
        """A coordinator's rows go to a station in reach; its own one is the first."""
        field: Any = self.fields["station"]
        field.queryset = stations_of(actor)
        if actor.is_(Role.COORDINATOR):
            own = field.queryset.filter(pk__in=actor.stations).first()
            field.required, field.empty_label, field.initial = True, None, own.code if own else None

    def clean(self) -> dict[str, Any]:
        """No column of the file is two things."""
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for name in LABELS:
            place = cleaned.get(name)
            if place and place in taken:
                self.add_error(name, _("This column is chosen twice."))
            elif place:
                taken[place] = name
        return cleaned

    @property
    def mapping(self) -> dict[str, int]:
        """Column → its place in the file, as far as what was chosen is right."""
        said = self.cleaned_data if self.is_bound else {name: self.fields[name].initial for name in LABELS}
        return {name: int(said[name]) for name in LABELS if said.get(name)}

    @property
    def whole(self) -> bool:
        """Whether a row can be read at all."""
        return set(REQUIRED) <= self.mapping.keys()

    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in LABELS]
