"""What the batch form says: which step, with which subjects; who stands in on a post, and who follows."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.ground.people.models import Appointment, Person, Post
from minsheng.ground.people.queries import could_sit
from minsheng.kernel import clock
from minsheng.kernel.workflow import TABLES, Key, Step
from minsheng.ports.governance import posts as seats

MOST = 200
"""As many are taken together; a page of a list has fewer."""


class BatchForm(forms.Form):
    """`step` is "kind:name"; `since` is when the form of the step was first shown."""

    step = forms.CharField(error_messages={"required": _("Choose what to do.")})
    since = forms.DateTimeField(required=False)

    def clean_step(self) -> tuple[str, Step]:
        kind, _colon, name = self.cleaned_data["step"].partition(":")
        row = TABLES[kind].steps.get(name) if kind in TABLES else None
        if row is None or not row.form:
            raise forms.ValidationError(_("This step can't be taken with several at once."))
        return kind, row


def keys_of(data: QueryDict) -> list[Key]:
    """The subjects that were ticked, "kind/number" each, once."""
    parts = (text.partition("/") for text in data.getlist("number")[:MOST])
    return list(dict.fromkeys((kind, number) for kind, _slash, number in parts if number))


class SubstituteForm(forms.Form):
    """Who stands in on a post, from one day to another."""

    person = forms.ModelChoiceField(label=_("Who stands in"), queryset=Person.objects.none())
    since = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["person"], could_sit(post))
        self.fields["since"].initial = clock.today()


WAYS: dict[str, Promise] = {
    seats.SUCCESSOR: _("Somebody follows on this post today"),
    seats.MOVE: _("It moves to another post"),
    seats.VACANT: _("Leave it, though nobody sits there: I see to it that somebody comes"),
}


class EndForm(forms.Form):
    """What becomes of what is open where nobody would be left; without anything left nothing is asked."""

    then = forms.ChoiceField(label=_("What becomes of what is open"), widget=forms.RadioSelect)
    person = forms.ModelChoiceField(label=_("Who follows"), queryset=Person.objects.none(), required=False)
    to = forms.ModelChoiceField(label=_("To which post"), queryset=Post.objects.none(), required=False)
    note = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, appointment: Appointment, left: seats.Left, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = seats.ways(appointment, left) if left.count else []
        then = self.fields["then"]
        assert isinstance(then, forms.ChoiceField)  # noqa: S101 (declared above)
        then.choices = [(way, WAYS[way]) for way in ways]
        _offer(self.fields["person"], could_sit(appointment.post).exclude(pk=appointment.person_id))
        _offer(self.fields["to"], seats.others_like(appointment.post))
        needed = {"then": bool(ways), "person": seats.SUCCESSOR in ways, "to": seats.MOVE in ways}
        for name in (name for name, wanted in needed.items() if not wanted):
            del self.fields[name]


def _offer(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (declared above)
    field.queryset, field.empty_label = rows, _("Choose")
