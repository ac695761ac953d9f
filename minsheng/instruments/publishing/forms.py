from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.ground.notices.fields import PhoneCodeMixin
from minsheng.ground.places.queries import streets
from minsheng.instruments.publishing.models import Publication, Takedown
from minsheng.instruments.publishing.queries import PROMISES, categories, category_words
from minsheng.ui.stepping import ReasonForm


class FilterForm(forms.Form):
    """What the public list is narrowed by; it lives in the address."""

    q = forms.CharField(label=_("Words or number"), required=False, max_length=60)
    street = forms.ChoiceField(label=_("Subdistrict"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    stage = forms.ChoiceField(label=_("How far it is"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", pgettext_lazy("filter", "All"))
        self._choose("street", [anything, *((street.code, str(street)) for street in streets())])
        words = category_words()
        self._choose("category", [anything, *((name, words.get(name, name)) for name in categories())])
        self._choose("stage", [anything, *Publication.Stage.choices])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class PromiseFilterForm(forms.Form):
    """What the list of promises is narrowed by."""

    street = forms.ChoiceField(label=_("Subdistrict"), required=False)
    state = forms.ChoiceField(label=_("Promise"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", pgettext_lazy("filter", "All"))
        street, state = self.fields["street"], self.fields["state"]
        street.choices = [anything, *((row.code, str(row)) for row in streets())]  # type: ignore[attr-defined]  # choice fields
        state.choices = [anything, *PROMISES.items()]  # type: ignore[attr-defined]  # choice fields


class AskForm(PhoneCodeMixin, forms.Form):
    """Something here should not be public: what, why, and, if somebody likes, a phone to be told at."""

    what = forms.ChoiceField(label=_("What is wrong?"), choices=Takedown.What, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Which part, and why?"),
        min_length=2,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
    )

    field_order = ("what", "reason", "phone", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.known:
            self.fields["phone"].required = False
            self.fields["code"].required = False

    def clean_phone(self) -> str:
        """No phone is needed; one that is given must be one."""
        return super().clean_phone() if self.cleaned_data["phone"].strip() else ""

    def clean_code(self) -> str:
        """A code is asked for where a phone was given and one was sent."""
        needed = self.code_is_asked and self.cleaned_data.get("phone")
        return super().clean_code() if needed else ""

    @property
    def wants_code(self) -> bool:
        """Whether a phone was given that no code was sent to yet."""
        return not self.known and bool(self.cleaned_data.get("phone")) and not self.code_is_asked


class TakeDownForm(ReasonForm):
    """Why the copy goes."""

    after = _("Then nobody sees the public copy any more. You can show another one at any time.")
    seen_by = _("Whoever asked and whoever reported the matter read your reason.")


class KeepForm(ReasonForm):
    """Why the copy stays."""

    after = _("Then the public copy stays; one that was taken off at once is shown again.")
    seen_by = _("Whoever asked reads your reason.")


FORMS = {"take_down": TakeDownForm, "keep_public": KeepForm}
