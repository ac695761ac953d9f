from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A code typed by hand."""

    code = forms.CharField(
        label=_("Code"),
        max_length=200,
        help_text=_("It stands in large letters below the pattern of squares. Spaces and dashes don't matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
    )
