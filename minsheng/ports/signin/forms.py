"""What is typed to sign in. A refused form says so in the page; `status` is what the page answers with."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.ground.notices.fields import PhoneCodeMixin
from minsheng.ground.people.models import Person
from minsheng.ground.people.queries import FULL_WIDTH
from minsheng.kernel.errors import Refused
from minsheng.ports.signin import actions, queries


def password_field(label: Any, *, new: bool = False) -> forms.CharField:
    """A password as it was typed, spaces too."""
    attrs = {"autocomplete": "new-password" if new else "current-password"}
    return forms.CharField(label=label, strip=False, max_length=200, widget=forms.PasswordInput(attrs=attrs))


class PhoneForm(PhoneCodeMixin):
    """A phone number, then its code."""


class Checked(forms.Form):
    """A form that is checked against limits: `address` is where it comes from."""

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address, self.refused_with = address, 422

    @property
    def status(self) -> int:
        return self.refused_with if self.is_bound and self.errors else 200

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.check(cleaned)
            except Refused as refusal:
                self.refused_with = refusal.status
                self.add_error(None, str(refusal.message))
        return cleaned

    def check(self, cleaned: dict[str, Any]) -> None:
        """Add errors, or raise Refused."""


class StaffForm(Checked):
    """A user name and password; `person` is whose they are."""

    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = password_field(gettext_lazy("Password"))
    person: Person | None = None

    def check(self, cleaned: dict[str, Any]) -> None:
        actions.count_password(cleaned["username"], self.address)
        found = authenticate(username=cleaned["username"], password=cleaned["password"])
        if not isinstance(found, Person):
            self.add_error(None, _("The user name or the password is wrong."))
            return
        self.person = found


class OfPerson(Checked):
    """A form of somebody who is known."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person


class CodeField(forms.CharField):
    """A code of digits, typed with spaces or full-width digits as it may be."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).translate(FULL_WIDTH).replace(" ", "")


class FactorForm(OfPerson):
    """A code of the person's device, or one of the recovery codes."""

    code = CodeField(label=gettext_lazy("Code from your device, or a recovery code"), max_length=20)

    def check(self, cleaned: dict[str, Any]) -> None:
        if not actions.use_factor(self.person, cleaned["code"], self.address):
            self.add_error("code", _("This code is wrong or was used already. Wait for the next one, and type that."))


class EnrolForm(OfPerson):
    """The first code of a device, which proves that it has the secret."""

    code = CodeField(label=gettext_lazy("Code that the app shows"), max_length=20)

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def check(self, cleaned: dict[str, Any]) -> None:
        if not actions.enrol(self.person, self.secret, cleaned["code"]):
            self.add_error(
                "code", _("This code is wrong. Is the time right on your device? Type the code it shows now.")
            )


class ConfirmForm(OfPerson):
    """The person's password again, before something that matters."""

    password = password_field(gettext_lazy("Your password"))

    def check(self, cleaned: dict[str, Any]) -> None:
        actions.count_password(str(self.person.username), self.address)
        if not self.person.check_password(cleaned["password"]):
            self.add_error("password", _("The password is wrong."))


class NewPasswordMixin(OfPerson):
    """A new password, twice."""

    new = password_field(gettext_lazy("New password"), new=True)
    again = password_field(gettext_lazy("New password once more"), new=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = " ".join(password_validators_help_texts())

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.person)
        return new

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(_("The two passwords are not the same."))
        return again


class PasswordForm(NewPasswordMixin, ConfirmForm):
    """The password now, and the new one."""

    field_order = ("password", "new", "again")


class FirstForm(NewPasswordMixin):
    """A first user name and password."""

    username = forms.RegexField(
        r"^[A-Za-z0-9._-]+$",
        label=gettext_lazy("User name"),
        max_length=60,
        help_text=gettext_lazy("Latin letters, digits, dots and dashes."),
        error_messages={"invalid": gettext_lazy("Use Latin letters, digits, dots and dashes only.")},
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("username", "new", "again")

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if not queries.name_is_free(username, self.person):
            raise forms.ValidationError(_("Somebody else has this user name. Choose another."))
        return username
