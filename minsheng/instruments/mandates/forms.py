"""A new basis, and why one no longer holds."""

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from minsheng.ground.files.fields import DocumentsField, PhotosMixin
from minsheng.instruments.mandates.models import Mandate
from minsheng.kernel import clock
from minsheng.ui.stepping import ReasonForm, StepForm


class MandateForm(PhotosMixin, forms.Form):
    """What it is, what it says, where it is written."""

    what = forms.ChoiceField(label=_("Kind"), choices=Mandate.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=120, validators=[MinLengthValidator(4)])
    reference = forms.CharField(
        label=_("Number or clause"), max_length=80, required=False, help_text=_("As it is cited in documents.")
    )
    decided_on = forms.DateField(
        label=_("Decided on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=clock.today
    )
    about = forms.CharField(
        label=_("What it asks"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )
    documents = DocumentsField(label=_("Documents"), required=False)


class EndForm(ReasonForm):
    """Why it no longer holds."""

    after = _("Then nothing new can cite it. What cites it already stays as it is.")


FORMS: dict[str, type[StepForm]] = {"end": EndForm}
