"""When something takes place and who is asked: for the forms of this room, and of those above that hold activities."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.ground.people.models import Deputy
from minsheng.kernel import clock


class DeputiesChoice(forms.ModelMultipleChoiceField[Deputy]):
    """Deputies to tick."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.person.name}"


class TimesMixin(forms.Form):
    """A day, from when to when. `cleaned_data` then has `starts` and `ends`, aware."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    since = forms.TimeField(
        label=pgettext_lazy("time", "From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    until = forms.TimeField(
        label=pgettext_lazy("time", "To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, since, until = (cleaned.pop(name, None) for name in ("day", "since", "until"))
        if day and since and until:
            cleaned["starts"] = datetime.combine(day, since, clock.ZONE)
            cleaned["ends"] = datetime.combine(day, until, clock.ZONE)
            self._judge(cleaned["starts"], cleaned["ends"])
        return cleaned

    def _judge(self, starts: datetime, ends: datetime) -> None:
        if ends <= starts:
            self.add_error("until", _("It must end later than it begins."))
        elif ends < clock.now():
            self.add_error("day", _("This is over already. Choose a day to come."))
        elif starts > clock.now() + timedelta(days=731):
            self.add_error("day", _("This is more than two years ahead. Check the year."))
