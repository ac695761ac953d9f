"""Which numbers are asked for; it lives in the address."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from minsheng.ground.figures import access
from minsheng.ground.figures.figures import Rate
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Unit
from minsheng.ground.places.models import Place
from minsheng.ground.policies.queries import categories
from minsheng.instruments.dispatch.queries import units_to_hand_over_to
from minsheng.instruments.opinions.fields import DayField, UnitChoice
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock
from minsheng.panorama.insights.queries import Ask
from minsheng.panorama.insights.queries.periods import KINDS, Period, period

ANY: Final = pgettext_lazy("filter", "All")
USUAL: Final = "quarter"
MOST_DAYS: Final = 1100
SPLITS: Final = (
    ("street", gettext_lazy("Subdistrict")),
    ("unit", gettext_lazy("Unit")),
    ("category", gettext_lazy("Category")),
    ("channel", gettext_lazy("Channel")),
)


class AskForm(forms.Form):
    """What isn't valid is said and left out; the numbers are then those of what is."""

    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False, choices=KINDS)
    since = DayField(label=gettext_lazy("From"), help_text=gettext_lazy("For a month, quarter or year any day in it."))
    until = DayField(label=gettext_lazy("To"))
    street = forms.ChoiceField(label=gettext_lazy("Subdistrict"), required=False)
    unit = UnitChoice(Unit.objects.none(), label=gettext_lazy("Unit"), required=False, empty_label=ANY)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), required=False, choices=(("", ANY), *Opinion.Channel.choices)
    )
    by = forms.ChoiceField(label=gettext_lazy("Table by"), required=False, choices=SPLITS)
    rank = forms.ChoiceField(label=gettext_lazy("Ranked by"), required=False)

    def __init__(self, *args: Any, actor: Actor, rates: list[Rate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.streets = list(access.streets(actor))
        self.data = {"period": USUAL, "by": "unit" if self.in_street else "street"} | dict(self.data)
        self._offer("street", *((street.code, str(street)) for street in self.streets))
        self._offer("category", *((str(top), _codes(top, below)) for top, below in categories()))
        self._offer("rank", *((rate.code, str(rate.label)) for rate in rates if rate.base))
        self.fields["rank"].choices[0] = ("", _("not ranked"))  # type: ignore[attr-defined]  # a choice field
        if len(self.streets) == 1:
            del self.fields["street"]
        self._offer_units()

    def _offer(self, name: str, *choices: Any) -> None:
        self.fields[name].choices = [("", ANY), *choices]  # type: ignore[attr-defined]  # a choice field

    def _offer_units(self) -> None:
        """Those of one street: of the whole district they would be hundreds."""
        street = self.in_street
        if street:
            self.fields["unit"].queryset = units_to_hand_over_to(street.pk)  # type: ignore[attr-defined]  # a model choice
        else:
            del self.fields["unit"]

    @property
    def in_street(self) -> Place | None:
        """The one street that is looked at: the chosen one, or the only one there is."""
        if len(self.streets) == 1:
            return self.streets[0]
        return next((street for street in self.streets if street.code == self.data.get("street")), None)

    def clean(self) -> dict[str, Any]:
        """Days in order, begun, and not too many."""
        given = super().clean() or self.cleaned_data
        since, until, today = given.get("since"), given.get("until"), clock.today()
        if since and since > today:
            self.add_error("since", _("That day is still to come."))
        if given.get("period") == "days":
            self._clean_days(since, until)
        return given

    def _clean_days(self, since: date | None, until: date | None) -> None:
        if not since or not until:
            if not self.errors:
                self.add_error("until", _("Give the first and the last day."))
        elif until < since:
            self.add_error("until", _("The last day is before the first."))
        elif (until - since).days >= MOST_DAYS:
            self.add_error("until", _("At most three years at once."))

    def ask(self) -> Ask:
        """What is asked for, as far as it is valid."""
        self.full_clean()
        given = self.cleaned_data
        unit = given.get("unit")
        return Ask(
            self.actor.district,
            self._period(),
            self.in_street,
            unit.pk if unit else None,
            given.get("category", ""),
            given.get("channel", ""),
        )

    def _period(self) -> Period:
        given = {} if {"period", "since", "until"} & self.errors.keys() else self.cleaned_data
        today = clock.today()
        return period(given.get("period") or USUAL, given.get("since") or today, given.get("until"), today)

    @property
    def split_by(self) -> str:
        """What the table is split by: the streets for whoever sees several, else the units."""
        chosen: str = self.cleaned_data.get("by") or ("unit" if self.in_street else "street")
        return chosen

    def chosen(self) -> dict[str, str]:
        """What narrows the numbers, in words."""
        names = [name for name in ("street", "unit", "category", "channel") if self.cleaned_data.get(name)]
        return {name: self._words(name) for name in names}

    def _words(self, name: str) -> str:
        value = self.cleaned_data[name]
        if isinstance(value, Unit):
            return value.short
        return str(dict(flatten_choices(getattr(self.fields[name], "choices", ()))).get(value, value))


def _codes(top: Any, below: list[Any]) -> list[tuple[str, str]]:
    """A class of the taxonomy with its kinds: the whole of it first."""
    return [(top.code, _("All of %(name)s") % {"name": top}), *((row.code, str(row)) for row in below)]
