"""What units, desks and offices type at the steps of an order, of a request for more time, of a promise."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.ground.files.fields import PhotosField, PhotosMixin
from minsheng.ground.files.queries import of
from minsheng.ground.people.models import Person, Unit
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import (
    colleagues,
    no_more_time,
    return_reasons,
    units_open_to,
    units_to_suggest,
)
from minsheng.kernel import clock
from minsheng.ui.stepping import ReasonForm, StepForm

PLAIN_WORDS = _("The resident reads this once the congress office has checked it. Use plain words.")


def day(label: Any, **more: Any) -> forms.DateField:
    """A day to choose."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )  # fmt: skip


def told(label: Any, help_text: Any = "") -> forms.CharField:
    """Words for the resident."""
    area = forms.Textarea(attrs={"rows": 4, "maxlength": 2000})
    return forms.CharField(label=label, min_length=4, max_length=2000, widget=area, help_text=help_text)


class AcceptForm(StepForm):
    """Nothing but an optional word."""

    after = _("Then you report what was done; your time to answer runs from now.")


class AnswerForm(PhotosMixin, StepForm):
    """What was done, for the resident to read; photos of how it looks now. What is only planned has an owner and a day.

    What is seen on the spot is not believed without a photo.
    """

    after = _("Then the congress office checks your answer.")
    seen_by = _("The resident reads it once it has passed. The note is read by the office only.")
    phrased = {"answer_text": "answer", "note": "note"}

    answer_text = told(_("What was done"), PLAIN_WORDS)
    resolution = forms.ChoiceField(
        label=_("Result"), choices=Order.Resolution.choices, widget=forms.RadioSelect, initial=None
    )
    owner = forms.CharField(
        label=_("Who will see to it"),
        required=False,
        max_length=60,
        help_text=_("Only if it is planned: the post or body that keeps the promise."),
    )
    until = day(
        _("Promised by"), required=False, help_text=_("Only if it is planned. The matter stays open until it is kept.")
    )
    photos = PhotosField(label=_("Photos afterwards"), required=False)

    field_order = ("answer_text", "resolution", "owner", "until", "photos", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Note for the office")
        if self.subject.on_site:
            self.fields["photos"].help_text = _("Needed here, unless it is only planned: it can be seen on the spot.")

    def clean(self) -> dict[str, Any]:
        """Only what is planned has an owner and a day, and everything else that can be seen has a photo."""
        given = super().clean() or self.cleaned_data
        if given.get("resolution") == Order.Resolution.PLANNED:
            self._need("owner", given, _("Say who will see to it."))
            self._need("until", given, _("Choose a day."))
            if given.get("until") and given["until"] <= clock.today():
                self.add_error("until", _("Choose a day that is still to come."))
        elif self.subject.on_site and "photos" not in self.errors:
            _insist_on_photo(self, given)
        return given

    def _need(self, name: str, given: dict[str, Any], sentence: Any) -> None:
        if not given.get(name) and name not in self.errors:
            self.add_error(name, sentence)


def _insist_on_photo(form: forms.Form, given: dict[str, Any]) -> None:
    subject = form.subject  # type: ignore[attr-defined]  # a step's form
    if not given.get("photos") and not of(subject.kind(), subject.number, "after"):
        form.add_error("photos", _("Add a photo of how it looks now."))


class ApproveForm(StepForm):
    """Nothing but an optional word."""

    after = _("Then the resident is asked to rate the result; of what is planned, once the promise is kept.")
    seen_by = _("The resident reads the answer and sees its photos. The note stays inside.")


class RedoForm(ReasonForm):
    """What is missing."""

    after = _("Then the unit has its time to answer once more.")
    seen_by = _("The unit reads what is missing; the resident is told only that more was asked for.")


class SendBackForm(ReasonForm):
    """Why the work is not this unit's, and whose it is."""

    after = _("Then whoever handed it over gives it to another unit.")
    seen_by = _("Residents don't see this.")

    return_reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    suggested = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Whose it should be"), empty_label=_("Choose a unit")
    )  # fmt: skip

    field_order = ("return_reason", "suggested", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = return_reasons(self.subject.place_id)
        self.fields["return_reason"].choices = list(reasons.items())  # type: ignore[attr-defined]  # a choice field
        self.fields["suggested"].queryset = units_to_suggest(self.subject)  # type: ignore[attr-defined]  # a model choice field
        self.fields["note"].label = _("Explanation")


class DisputeForm(SendBackForm):
    """The same, for the last time."""

    after = _("It has been sent back before: a joint meeting decides now, and what it decides binds.")


class UnitForm(StepForm):
    """A unit to which the actor's desk may give this work, and why; the one that was suggested is chosen already."""

    seen_by = _("Residents don't see this.")

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))

    field_order = ("unit", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_open_to(self.actor, self.subject)  # type: ignore[attr-defined]  # a model choice field
        if self.subject.suggested:
            self.fields["unit"].initial = self.subject.suggested_id
            self.fields["unit"].help_text = _("Suggested: %(unit)s") % {"unit": self.subject.suggested.name}


class DecideForm(UnitForm, ReasonForm):
    """What the joint meeting decided."""

    after = _("Then that unit has to take it: it can't be sent back any more.")

    field_order = ("unit", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What the joint meeting decided")


class AssignForm(StepForm):
    """Who of the unit has it in hand from now on."""

    seen_by = _("Residents don't see this.")

    handler = forms.ModelChoiceField(
        Person.objects.none(), label=_("Colleague"), empty_label=_("Choose somebody of your unit")
    )  # fmt: skip

    field_order = ("handler", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = colleagues(self.subject.unit_id).exclude(pk=self.subject.handler_id or 0)
        self.fields["handler"].queryset = others  # type: ignore[attr-defined]  # a model choice field


class ClaimForm(StepForm):
    """Nothing but an optional word."""

    after = _("Your unit sees that you have it in hand.")
    seen_by = _("Residents don't see this.")


class ProgressForm(StepForm):
    """How far it is, for the resident to read at once."""

    seen_by = _("The resident reads this at once. Use plain words.")
    phrased = {"words": "answer"}

    note = None  # type: ignore[assignment]  # Django's way to leave out a field
    words = forms.CharField(
        label=_("What the resident is told"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
    )


class NoteForm(ReasonForm):
    """A note for colleagues and the office."""

    seen_by = _("Your unit and the congress office read this. Residents don't.")
    phrased = {"note": "note"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Internal note")


class AskForm(ReasonForm):
    """Until when, and why."""

    after = _("Then the congress office decides. Until then your time runs on.")
    seen_by = _("The resident reads the reason once more time is granted.")

    until = day(_("Until"))

    field_order = ("until", "note")

    def clean_until(self) -> date:
        """A day that is still to come."""
        chosen: date = self.cleaned_data["until"]
        if chosen <= clock.today():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return chosen

    def clean(self) -> dict[str, Any]:
        """Say what stands against it, as the action does."""
        if why_not := no_more_time(self.subject):
            raise forms.ValidationError(str(why_not))
        return super().clean() or self.cleaned_data


class GrantForm(StepForm):
    """Nothing but an optional word."""

    after = _("Then the unit has until the day that it asked for.")
    seen_by = _("The resident reads the day and the unit's reason. The note stays inside.")


class RefuseForm(ReasonForm):
    """Why not."""

    after = _("Then the unit answers in the time that it has.")
    seen_by = _("Residents don't see this.")


class KeepForm(PhotosMixin, StepForm):
    """What was done of what was promised, with photos."""

    after = _("Then the congress office looks whether it is so.")
    seen_by = _("The resident reads it then. The note is read by the office only.")
    phrased = {"text": "answer", "note": "note"}

    text = told(_("What was done"), PLAIN_WORDS)
    photos = PhotosField(label=_("Photos afterwards"), required=False)

    field_order = ("text", "photos", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Note for the office")
        if self.subject.order.on_site:
            self.fields["photos"].help_text = _("Needed here: it can be seen on the spot.")

    def clean(self) -> dict[str, Any]:
        """What can be seen has a photo."""
        given = super().clean() or self.cleaned_data
        if self.subject.order.on_site and "photos" not in self.errors:
            _insist_on_photo(self, given)
        return given


class ConfirmForm(StepForm):
    """Nothing but an optional word."""

    after = _("Then the resident is asked to rate the result.")


class DismissForm(ReasonForm):
    """What is missing."""

    after = _("Then the unit still has to keep it, by the same day.")
    seen_by = _("The unit reads what is missing. Residents don't see this.")


FORMS: dict[str, type[StepForm]] = {
    "accept": AcceptForm,
    "answer": AnswerForm,
    "approve": ApproveForm,
    "send_back": SendBackForm,
    "dispute": DisputeForm,
    "redo": RedoForm,
    "redirect": UnitForm,
    "decide": DecideForm,
    "add_unit": UnitForm,
    "claim": ClaimForm,
    "assign": AssignForm,
    "progress": ProgressForm,
    "ask": AskForm,
    "note_down": NoteForm,
}
EXTENSION_FORMS: dict[str, type[StepForm]] = {"grant": GrantForm, "refuse": RefuseForm}
PROMISE_FORMS: dict[str, type[StepForm]] = {"keep": KeepForm, "confirm": ConfirmForm, "dismiss": DismissForm}
