"""The part of a form that proves a phone number: the number, and the code sent to it."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.ground.notices import actions
from minsheng.ground.people.actions import sign_in_by_code
from minsheng.ground.people.models import Person
from minsheng.ground.people.queries import clean_phone
from minsheng.ground.policies.queries import value
from minsheng.kernel.errors import Refused

ASK: Final = "ask"
"""The name of the button that asks for a code."""
NO_CODE: Final = gettext_lazy("Type the code that was sent to your phone, or ask for one.")


class PhoneCodeMixin(forms.Form):
    """Give it `address=address_of(request)`, and `known=True` where somebody is signed in: then nothing is asked.

    A POST with `ask` in it: call `ask()`, and show the form again with `status`; its button is `formnovalidate`.
    Any other: when `is_valid()`, `verified()` is the person whose phone it is; None, and the form says why, for a
    wrong code. `code_is_asked` says whether one was sent, so that the field for it can be shown.
    """

    phone = forms.CharField(
        label=gettext_lazy("Mobile number"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code from the text message"),
        max_length=12,
        error_messages={"required": NO_CODE},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )
    asked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, address: str = "", known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address, self.known, self.refused_with = address, known, 422
        self.fields["code"].required = self.code_is_asked
        if known:
            for name in ("phone", "code", "asked"):
                del self.fields[name]

    @property
    def status(self) -> int:
        """What the page that shows this form answers with."""
        return self.refused_with if self.is_bound and self.errors else 200

    @status.setter
    def status(self, refused_with: int) -> None:
        self.refused_with = refused_with

    @property
    def code_is_asked(self) -> bool:
        """Whether a code was sent for this form."""
        return self.is_bound and bool(self.data.get(self.add_prefix("asked")))

    def clean_phone(self) -> str:
        phone = clean_phone(self.cleaned_data["phone"])
        if not phone:
            raise forms.ValidationError(_("This is not a mobile number. Type the 11 digits of yours."))
        return phone

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not code.strip():
            raise forms.ValidationError(NO_CODE)
        return code

    def ask(self) -> bool:
        """Send a code to the number typed; whether it was sent. What else is wrong shows already, photos are kept."""
        self.errors.pop("code", None)
        phone = self.cleaned_data.get("phone")
        try:
            if phone:
                actions.send_code(phone, self.address)
        except Refused as refusal:
            return self._refused("phone", refusal)
        if phone:
            data: Any = self.data
            data = data.copy()
            data[self.add_prefix("asked")] = "on"
            self.data = data
            self.fields["code"].required = True
        return bool(phone)

    def verified(self) -> Person | None:
        """Use the code up. Call it last: when everything else about the form is right."""
        rule, given = value("signin.code"), self.cleaned_data
        life = timedelta(minutes=rule["ttl_minutes"])
        try:
            return sign_in_by_code(given["phone"], given["code"], life=life, tries=rule["tries"])
        except Refused as refusal:
            self._refused("code", refusal)
            return None

    def _refused(self, name: str, refusal: Refused) -> bool:
        self.refused_with = refusal.status
        self.add_error(name, str(refusal.message))
        return False
