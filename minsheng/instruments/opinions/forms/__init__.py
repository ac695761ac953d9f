"""What people type: the report, and what the office and the resident add at a step."""

from datetime import date
from typing import Any

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Person, Role, Unit
from minsheng.ground.people.queries import officials_around, units_around
from minsheng.ground.policies.models import Category, Tier
from minsheng.ground.policies.queries import categories
from minsheng.instruments.dispatch.queries import units_to_hand_over_to
from minsheng.instruments.opinions import hints
from minsheng.instruments.opinions.fields import CategoryField, DayField, UnitChoice
from minsheng.instruments.opinions.forms.aftercare import (
    CallBackForm,
    CloseForm,
    CommentForm,
    ReopenForm,
    TrackForm,
    UrgeForm,
)
from minsheng.instruments.opinions.forms.exits import (
    AcceptAnswerForm,
    AnswerOnSpotForm,
    ContestForm,
    DeclineForm,
    HandOverForm,
    MergeForm,
    WithdrawForm,
)
from minsheng.instruments.opinions.forms.public import PublishForm
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries import OPEN, SHOWN, UNRATED, places_below
from minsheng.ui.fields import Rating
from minsheng.ui.stepping import ReasonForm, StepForm

ANY = pgettext_lazy("filter", "All")


class ReceiveForm(StepForm):
    """接收: a deputy says that it has come to them."""

    after = _("Then you pass it on to the congress work office, within 24 hours of the sending.")
    seen_by = _("The resident is told that you have received it. Your note stays inside.")


class TransferForm(StepForm):
    """转交: a deputy passes it on; deputies don't handle matters themselves (代表法 art. 31)."""

    after = _("Then the congress work office triages it and hands it over.")
    seen_by = _("The resident is told that the office has it. Your note is read by the office only.")


class TriageForm(StepForm):
    """研判: what kind of matter it is and how hard."""

    category = CategoryField(
        Category.objects.none(), label=_("Category"), to_field_name="code", empty_label=_("Choose a category")
    )
    tier = forms.ChoiceField(
        label=_("Difficulty"),
        required=False,
        choices=[("", _("As usual for the category")), *Tier.choices],
    )

    field_order = ("category", "tier", "note")
    after = _("Then you hand it over to the unit that is to handle it.")
    seen_by = _("The resident is told that the office has looked at it. Category and note stay inside.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(parent__isnull=False)  # type: ignore[attr-defined]  # a model choice field
        self._suggest()

    def _suggest(self) -> None:
        """The likeliest category is chosen already, the others stand on top of the list. The office decides."""
        field: Any = self.fields["category"]
        field.suggested = hints.categories(f"{self.subject.heading} {self.subject.text}")
        chosen = self.subject.category
        if chosen or field.suggested:
            self.initial.setdefault("category", (chosen or field.suggested[0]).code)
        if field.suggested and not chosen:
            field.help_text = _("Chosen by the words of the text: please check. Others that may fit stand on top.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("category") and not cleaned.get("tier"):
            cleaned["tier"] = cleaned["category"].tier
        return cleaned


class DispatchForm(StepForm):
    """流转: which unit leads, which ones help."""

    to = forms.ModelChoiceField(Unit.objects.none(), label=_("Leading unit"), empty_label=None)
    with_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Co-handling units"), required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = ("to", "with_units", "note")
    after = _("Then each unit accepts its order or sends it back; the time to answer runs from the acceptance.")
    seen_by = _("The units read the resident's words. The resident is told that it was handed over.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_to_hand_over_to(self.subject.place_id)
        for name in ("to", "with_units"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]  # model choice fields
        self.fields["note"].help_text = _("For the units; residents don't see it.")


class RateForm(forms.Form):
    """Five levels, none of them chosen beforehand."""

    rating = forms.TypedChoiceField(
        label=_("How satisfied are you with the result?"),
        choices=sorted(Opinion.Rating.choices, reverse=True),
        coerce=int,
        widget=Rating,
        error_messages={"required": _("Please choose one of the five levels.")},
    )
    words = forms.CharField(
        label=_("Anything else?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, subject: Opinion, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.actor = subject, actor


class HideForm(ReasonForm):
    """Why the matter must be confidential, and whom it accuses: they never read it, whatever post they hold."""

    unit = UnitChoice(
        Unit.objects.none(), label=_("The unit it accuses, if any"), required=False, empty_label=_("None")
    )
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("The official it accuses, if any"), required=False, empty_label=_("None")
    )

    field_order = ("unit", "person", "note")

    after = _(
        "Then only your office and the committee's director see it; orders in hand disappear from the units, "
        "and what they promised comes back to your office."
    )
    seen_by = _("It leaves every list, search, export and message. A public copy is taken down at once.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_around(self.subject.place_id)  # type: ignore[attr-defined]  # a model choice field
        self.fields["person"].queryset = officials_around(self.subject.place_id)  # type: ignore[attr-defined]  # a model choice field


class RecallForm(StepForm):
    """What became confidential is taken back from the units that had it in hand."""

    after = _("Then the orders of the units end, and your office goes on with the matter.")
    seen_by = _("The units can't see the matter any more; they only learn that it was taken back.")


FORMS: dict[str, Any] = {
    "receive": ReceiveForm,
    "transfer": TransferForm,
    "triage": TriageForm,
    "dispatch": DispatchForm,
    "rate": RateForm,
    "answer_on_spot": AnswerOnSpotForm,
    "accept_answer": AcceptAnswerForm,
    "decline": DeclineForm,
    "merge": MergeForm,
    "unmerge": ReasonForm,
    "hand_over": HandOverForm,
    "contest": ContestForm,
    "withdraw": WithdrawForm,
    "call_back": CallBackForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "comment": CommentForm,
    "track": TrackForm,
    "urge": UrgeForm,
    "publish": PublishForm,
    "unpublish": ReasonForm,
    "hide": HideForm,
    "unhide": ReasonForm,
    "recall": RecallForm,
}


class FilterForm(forms.Form):
    """What the list of officials is narrowed by; it lives in the address. `chosen` is what was, and is valid."""

    q = forms.CharField(required=False, max_length=60, strip=True, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("State"), required=False)
    late = forms.ChoiceField(label=_("Deadline"), required=False, choices=(("", ANY), ("1", _("Overdue"))))
    category = forms.ChoiceField(label=_("Category"), required=False)
    tier = forms.ChoiceField(label=_("Difficulty"), required=False, choices=(("", ANY), *Tier.choices))
    place = forms.ChoiceField(label=_("Place"), required=False)
    unit = UnitChoice(Unit.objects.none(), label=_("Unit"), required=False, empty_label=ANY)
    since = DayField(label=_("Reported since"))
    until = DayField(label=_("Reported until"))
    rating = forms.ChoiceField(label=_("Rating"), required=False)
    at = forms.CharField(label=_("Collected at"), required=False, max_length=40, strip=True, widget=forms.HiddenInput)
    """The number of an activity, or of what activities were held for: rooms above link to it."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("state", (OPEN, _("All that are open")), *SHOWN.items())
        self._offer("rating", *sorted(Opinion.Rating.choices, reverse=True), (UNRATED, _("Not rated")))
        self._offer("category", *((str(top), _codes(top, below)) for top, below in categories()))
        below = list(places_below(actor))
        self._offer("place", *((place.code, str(place)) for place in below))
        units = units_to_hand_over_to(actor.place_id) if actor.place_id else Unit.objects.none()
        if actor.is_(Role.GOVERNMENT, Role.HANDLER) or not any(place.kind == "community" for place in below):
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a model choice field

    def _offer(self, name: str, *choices: Any) -> None:
        self.fields[name].choices = [("", ANY), *choices]  # type: ignore[attr-defined]  # a choice field

    def narrowing(self) -> dict[str, Any]:
        """The filters that were chosen, `q` aside; what isn't valid is left out."""
        self.full_clean()
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value and name != "q"}

    def words(self, name: str) -> str:
        """A filter that was chosen, as the chip says it."""
        value = self.cleaned_data[name]
        if isinstance(value, date):
            return f"{self.fields[name].label} {value:%Y-%m-%d}"
        if isinstance(value, Unit):
            return value.short
        if name == "at":
            return f"{self.fields[name].label} {value}"
        return str(dict(flatten_choices(getattr(self.fields[name], "choices", ()))).get(value, value))


def _codes(top: Category, below: list[Category]) -> list[tuple[str, str]]:
    """A class of the taxonomy with its kinds: the whole of it first."""
    return [(top.code, _("All of %(name)s") % {"name": top}), *((row.code, str(row)) for row in below)]
