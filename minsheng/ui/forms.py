"""How forms are drawn (settings name the `Renderer`; `{{ form }}` looks right everywhere), and the guide's samples."""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_noop, ngettext_lazy, pgettext_lazy

from minsheng.ui.fields import Photos, Rating

PLAINER = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)
"""Django's own sentences, named here so that our catalogue says them in plainer Chinese."""

LEVELS = (
    ("5", pgettext_lazy("guide", "Very satisfied")),
    ("4", pgettext_lazy("guide", "Satisfied")),
    ("3", pgettext_lazy("guide", "Fairly satisfied")),
    ("2", pgettext_lazy("guide", "Dissatisfied")),
    ("1", pgettext_lazy("guide", "Very dissatisfied")),
)
PLACES = (
    ("", pgettext_lazy("guide", "Choose")),
    ("a", pgettext_lazy("guide", "North Street")),
    ("b", pgettext_lazy("guide", "River Street")),
)


class Renderer(DjangoTemplates):
    """Django's widgets in our fields: label, help, control, error, and a summary of errors on top."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class Sample(forms.Form):
    text = forms.CharField(
        label=pgettext_lazy("guide", "What is it about?"),
        min_length=4,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=pgettext_lazy("guide", "A sentence is enough."),
    )
    photos = forms.Field(label=pgettext_lazy("guide", "Photos"), required=False)
    name = forms.CharField(label=pgettext_lazy("guide", "Your name"), required=False)
    street = forms.ChoiceField(label=pgettext_lazy("guide", "Street"), choices=PLACES)
    day = forms.DateField(
        label=pgettext_lazy("guide", "Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    way = forms.ChoiceField(
        label=pgettext_lazy("guide", "How shall we answer?"),
        choices=(("sms", pgettext_lazy("guide", "Text message")), ("none", pgettext_lazy("guide", "Not at all"))),
        widget=forms.RadioSelect,
    )
    rating = forms.ChoiceField(label=pgettext_lazy("guide", "How was it?"), choices=LEVELS, widget=Rating)
    agreed = forms.BooleanField(label=pgettext_lazy("guide", "I have read the rules"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget = Photos(upload="/ui/nowhere/", limit=3)


class Where(forms.Form):
    lon = forms.CharField(widget=forms.HiddenInput, required=False)
    lat = forms.CharField(widget=forms.HiddenInput, required=False)
    address = forms.CharField(label=pgettext_lazy("guide", "Address or landmark"), required=False)
    street = forms.ChoiceField(label=pgettext_lazy("guide", "Street"), choices=PLACES)


class Narrow(forms.Form):
    place = forms.ChoiceField(label=pgettext_lazy("guide", "Street"), choices=PLACES, required=False)
    state = forms.ChoiceField(label=pgettext_lazy("guide", "State"), choices=PLACES, required=False)
    since = forms.DateField(
        label=pgettext_lazy("guide", "Since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
