"""What is typed where a matter leaves its usual way, by whoever lets it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.instruments.handovers.models import Handover
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries import title_of
from minsheng.instruments.opinions.queries.beside import similar
from minsheng.kernel.workflow import Words
from minsheng.ui.stepping import ReasonForm, StepForm


def reason_field(help_text: Any = "", *, initial: Words = "") -> forms.CharField:
    """The reason that the resident reads."""
    return forms.CharField(
        label=_("The reason for the resident"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        help_text=help_text,
        initial=initial,
    )


class AnswerOnSpotForm(StepForm):
    """当场解答: what the deputy explained."""

    after = _("Then the congress work office decides whether your explanation stands as the answer.")
    seen_by = _("The resident reads it once the office lets it stand, and may object.")

    answer = forms.CharField(
        label=_("What you explained"),
        min_length=4,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        help_text=_("Rules, plans, whom to ask: what could be explained at once. What needs work is passed on."),
    )

    field_order = ("answer", "note")


class AcceptAnswerForm(StepForm):
    """The deputy's words stand."""

    after = _("Then the resident is asked to rate; an objection brings it back to you.")
    seen_by = _("The resident reads what the deputy explained. Your note stays inside.")


class DeclineForm(StepForm):
    """不予受理, with a reason in plain words."""

    after = _("Then the matter ends here, unless the resident objects; they may once.")
    seen_by = _("The resident reads the reason. The note stays inside.")

    refusal = forms.ChoiceField(
        label=_("Why it is not accepted"), choices=Opinion.Refusal.choices, widget=forms.RadioSelect
    )
    reason = reason_field(_("In plain words, and where they can turn instead."))

    field_order = ("refusal", "reason", "note")


class HandOverForm(StepForm):
    """Where it belongs."""

    after = _("Then you see to it that somebody there answers; declined, it comes back to you.")
    seen_by = _("The resident reads where it goes and why. The note is read over there, too.")

    destination = forms.ChoiceField(
        label=_("Where it belongs"), choices=Handover.Destination.choices, widget=forms.RadioSelect
    )
    reason = reason_field()

    field_order = ("destination", "reason", "note")


class LeadChoice(forms.ModelChoiceField[Opinion]):
    """Matters to choose from, by number: each with what it is about."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{title_of(obj)} · {obj.number}"


class MergeForm(StepForm):
    """Which matter goes on for both."""

    after = _("Then the other matter goes on for both; its author and this one are told of the same steps.")
    seen_by = _("The resident reads the reason and how it goes on, never the other one's words. They may object once.")

    into = LeadChoice(
        Opinion.objects.none(),
        label=_("Reports of the same"),
        to_field_name="number",
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label=_("Or its number"), required=False, max_length=60)
    reason = reason_field(initial=_("Somebody else has reported the same before; both are handled together."))

    field_order = ("into", "number", "reason", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = similar(self.subject, self.actor)
        self.fields["into"].queryset = near  # type: ignore[attr-defined]  # a model choice field
        if not near:
            del self.fields["into"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.pop("number", "").strip().upper()
        if number:
            cleaned["into"] = Opinion.objects.filter(number=number, office=self.subject.office_id).first()
            if cleaned["into"] is None:
                self.add_error("number", _("Your office has no matter of this number."))
        elif not cleaned.get("into"):
            self.add_error("number", _("Choose a matter, or type its number."))
        return cleaned


class ContestForm(ReasonForm):
    """Why its author objects."""

    after = _("Then the congress work office looks at it again. You can object once.")
    seen_by = _("The office reads what you write.")


class WithdrawForm(StepForm):
    """It has been settled, or was a mistake."""

    after = _("Then nobody handles it. You can report it anew at any time.")
    seen_by = _("The office reads what you write.")
