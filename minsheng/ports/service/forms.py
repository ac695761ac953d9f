from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.ground.notices.fields import PhoneCodeMixin
from minsheng.ground.places.models import Place
from minsheng.ground.places.queries import communities


class NameForm(forms.Form):
    """How the office addresses somebody when it calls."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=40,
        strip=True,
        help_text=_("So that we know whom to ask for when we call. It is never shown in public."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class EraseForm(PhoneCodeMixin, forms.Form):
    """Deleting one's data: proved by a code to the phone that one is known by, whatever else is sent."""

    def __init__(self, *args: Any, phone: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"phone": phone}, **kwargs)
        self.fields["phone"].disabled = True


class CommunityForm(forms.Form):
    """The community that somebody wants to look at."""

    community = forms.ModelChoiceField(Place.objects.none(), to_field_name="code")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever a form takes
        self.fields["community"].queryset = communities()  # type: ignore[attr-defined]  # a model choice field
