"""What is written down of the answer of the other side."""

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.ui.stepping import ReasonForm, StepForm


class TakeUpForm(StepForm):
    """Under what number it goes on there."""

    after = _("Then the matter is settled here; it goes on there, and the link stays on its page.")
    seen_by = _("The resident reads where it goes on and under what number. The note stays inside.")

    link = forms.CharField(label=_("Its number or address there"), max_length=200)

    field_order = ("link", "note")


class DeclineForm(ReasonForm):
    """Why it was not taken up there."""

    after = _("Then the matter is back at the office, to be handed over or answered in another way.")
    seen_by = _("The resident is told that it was not taken up there. The reason stays inside.")


FORMS: dict[str, type[StepForm]] = {"take_up": TakeUpForm, "decline": DeclineForm}
