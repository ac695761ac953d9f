"""What the batch form says: which step, with which subjects."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from minsheng.kernel.workflow import TABLES, Key, Step

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
