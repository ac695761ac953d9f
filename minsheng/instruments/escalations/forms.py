"""Raising a matter, and the desk's instruction."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.instruments.escalations.models import Escalation
from minsheng.kernel import clock
from minsheng.ui.stepping import ReasonForm, StepForm


class DirectForm(StepForm):
    """督办意见: what is to be done, by when."""

    after = _("Then whoever has the matter in hand is told, and an instruction sheet can be printed.")
    seen_by = _("Officials who work on the matter read the instruction. The resident does not.")

    instruction = forms.CharField(
        label=_("Instruction"),
        min_length=2,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
    )
    until = forms.DateField(label=_("To be done by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    field_order = ("instruction", "until", "note")

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < clock.today():
            raise forms.ValidationError(_("That day is over. Choose one that is still to come."))
        return until


class SettleForm(StepForm):
    """The desk is done with it."""

    after = _("Then it is off this desk's list. The matter itself goes on as it is.")


class RaiseForm(ReasonForm):
    """Which desk, why, and what it should know. Only the levels that are open are offered."""

    BY_HAND = (Escalation.Reason.BY_HAND, Escalation.Reason.CROSS_DISTRICT)

    level = forms.TypedChoiceField(label=_("Before which desk"), coerce=int, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("On what ground"),
        choices=[(reason.value, reason.label) for reason in BY_HAND],
        widget=forms.RadioSelect,
    )

    field_order = ("level", "reason", "note")

    def __init__(self, *args: Any, levels: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(level, Escalation.Level(level).label) for level in levels]
        level = self.fields["level"]
        assert isinstance(level, forms.TypedChoiceField)  # noqa: S101 (declared above)
        level.choices = offered
        level.initial, self.fields["reason"].initial = offered[0][0], Escalation.Reason.BY_HAND
        self.fields["note"].label = _("What the desk should know")


FORMS: dict[str, type[StepForm]] = {"direct": DirectForm, "settle": SettleForm}
