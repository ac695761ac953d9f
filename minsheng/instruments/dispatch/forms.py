"""What units and desks type at the steps of an order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.ground.files.fields import PhotosField, PhotosMixin
from minsheng.ground.people.models import Unit
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import units_open_to
from minsheng.ui.stepping import ReasonForm, StepForm


class AcceptForm(StepForm):
    """Nothing but an optional word."""

    after = _("Then you report what was done; your time to answer runs from now.")


class AnswerForm(PhotosMixin, StepForm):
    """What was done, for the resident to read; photos of how it looks now."""

    after = _("Then the congress office checks your answer.")
    seen_by = _("The resident reads it once it has passed. The note is read by the office only.")

    answer_text = forms.CharField(
        label=_("What was done"),
        min_length=4,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        help_text=_("The resident reads this once the congress office has checked it. Use plain words."),
    )
    resolution = forms.ChoiceField(
        label=_("Result"), choices=Order.Resolution.choices, widget=forms.RadioSelect, initial=None
    )
    photos = PhotosField(label=_("Photos afterwards"), required=False)

    field_order = ("answer_text", "resolution", "photos", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Note for the office")


class ApproveForm(StepForm):
    """Nothing but an optional word."""

    after = _("Then the resident is asked to rate the result.")
    seen_by = _("The resident reads the answer and sees its photos. The note stays inside.")


class RedoForm(ReasonForm):
    """What is missing."""

    after = _("Then the unit has its time to answer once more.")
    seen_by = _("The unit reads what is missing; the resident is told only that more was asked for.")


class SendBackForm(ReasonForm):
    """Why the work is not this unit's."""

    after = _("Then whoever handed it over gives it to another unit.")
    seen_by = _("Residents don't see this.")


class UnitForm(StepForm):
    """A unit to which the actor's desk may give this work, and why."""

    seen_by = _("Residents don't see this.")

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))

    field_order = ("unit", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_open_to(self.actor, self.subject)  # type: ignore[attr-defined]  # a model choice field


FORMS: dict[str, type[StepForm]] = {
    "accept": AcceptForm,
    "answer": AnswerForm,
    "approve": ApproveForm,
    "send_back": SendBackForm,
    "redo": RedoForm,
    "redirect": UnitForm,
    "add_unit": UnitForm,
}
