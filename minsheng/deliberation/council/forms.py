"""Recommending somebody, what office and director type on the way, a new meeting and its minutes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.deliberation.council import papers
from minsheng.deliberation.council.models import Item, Nomination
from minsheng.deliberation.council.queries import term
from minsheng.ground.files.fields import DocumentsField, PhotosMixin
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.queries import clean_phone
from minsheng.ground.places.fields import CommunityField
from minsheng.ground.places.models import Place
from minsheng.ground.places.queries import communities
from minsheng.ground.policies.queries import value
from minsheng.instruments.activities.actions import Plan
from minsheng.instruments.activities.fields import TimesMixin
from minsheng.instruments.activities.models import Activity
from minsheng.kernel import clock
from minsheng.ui.stepping import ReasonForm, StepForm


def text(label: Any, rows: int = 3, most: int = 1000, help_text: Any = "", **more: Any) -> forms.CharField:
    """Words in several lines."""
    area = forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return forms.CharField(label=label, min_length=2, max_length=most, widget=area, help_text=help_text, **more)


class MemberForm(forms.Form):
    """Who somebody is that sits on the council, or may come to."""

    name = forms.CharField(label=_("Name"), min_length=2, max_length=40)
    phone = forms.CharField(
        label=_("Their mobile number"),
        max_length=20,
        help_text=_("So that the office can ask them. It is never shown to the public."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(label=_("They are a"), choices=Nomination.Category.choices, initial="resident")
    community = CommunityField(
        Place.objects.none(), label=_("Their community"), empty_label=_("Choose the community"), to_field_name="code"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = communities().select_related("parent")
        own = rows.filter(parent=actor.place_id) if actor.staff else rows
        self.fields["community"].queryset = own  # type: ignore[attr-defined]  # a model choice field

    def clean_phone(self) -> str:
        found = clean_phone(self.cleaned_data["phone"])
        if not found:
            raise forms.ValidationError(_("This is not a mobile number. Type the 11 digits."))
        return found


class RecommendForm(MemberForm):
    """Who is recommended, by whom and why."""

    about = forms.CharField(label=_("What they do"), max_length=200, required=False)
    why = text(_("Why they would be good"), most=500)
    how = forms.ChoiceField(label=_("How recommended"), choices=Nomination.How.choices, initial="self")
    organisation = forms.CharField(label=_("Which organisation"), max_length=80, required=False)
    signers = forms.IntegerField(label=_("How many residents signed"), min_value=0, max_value=9999, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of who is recommended")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["signers"] = data.get("signers") or 0
        least = value("council.residents")["least"]
        if data.get("how") == Nomination.How.ORGANISATION and not data.get("organisation"):
            self.add_error("organisation", _("Say which organisation recommends."))
        if data.get("how") == Nomination.How.RESIDENTS and data["signers"] < least:
            self.add_error("signers", _("At least %(n)s residents must sign together.") % {"n": least})
        return data


class TakeOverForm(MemberForm):
    """A member who was appointed before this system was there."""

    since = forms.DateField(label=_("Member since"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.term = term(actor.place_id)
        self.fields["since"].help_text = _("Within the present term, which began on %(day)s.") % {"day": self.term[0]}

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        if not self.term[0] <= day <= clock.today():
            raise forms.ValidationError(_("Type a day between %(day)s and today.") % {"day": self.term[0]})
        return day


class VetForm(ReasonForm):
    """What was checked."""

    after = _("Then the street committee decides whether a public notice begins.")
    seen_by = _("Only officials of the people's congress read the note.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What was checked, and with whom")


class AnnounceForm(StepForm):
    """The public notice."""

    after = _("Then everybody can read name, community and who recommended, and object until the notice ends.")


class AppointForm(StepForm):
    """Appointing, with an answer to what was objected."""

    after = _("Then this person is a member until the council's term ends, and signs in by this mobile number.")
    findings = text(_("What was found about the objections"), required=False)
    field_order = ("findings", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject.objections.exists():
            self.fields["findings"].required = True
        else:
            del self.fields["findings"]


class NotAdmitForm(StepForm):
    """Why not, for whoever recommended."""

    after = _("Then the matter is closed, and the phone number is forgotten.")
    seen_by = _("Whoever recommended reads the reason. Use plain words. Never say who objected.")
    phrased = {"refusal": "reason", "note": "note"}
    refusal = text(_("Reason, in plain words"), most=500)
    field_order = ("refusal", "note")


class ContestForm(StepForm):
    """What somebody has against it."""

    after = _("Then the street committee looks into it before it decides.")
    seen_by = _("Officials of the people's congress read it with your name. Who was recommended never learns of you.")
    phrased = {}
    words = text(_("What do you object to?"), rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]


FORMS: dict[str, type[StepForm]] = {
    "vet": VetForm,
    "announce": AnnounceForm,
    "appoint": AppointForm,
    "not_admit": NotAdmitForm,
    "withdraw": ReasonForm,
    "contest": ContestForm,
}


class ConveneForm(PhotosMixin, TimesMixin):
    """A new meeting; its agenda is beside it."""

    title = forms.CharField(label=_("Title"), min_length=2, max_length=80)
    address = forms.CharField(label=_("Where"), min_length=2, max_length=200)
    about = text(_("What it is about"), required=False, help_text=_("Everybody reads this on the calendar."))
    documents = DocumentsField(
        label=_("Materials"), required=False, help_text=_("Members read them before the meeting.")
    )
    field_order = ("title", "day", "since", "until", "address", "about", "documents")

    def plan(self, place: Place) -> Plan:
        """What a valid form says."""
        facts = {name: self.cleaned_data[name] for name in ("title", "starts", "ends", "address", "about")}
        return Plan(what=Activity.Kind.MEETING, place=place, **facts)


class ItemForm(forms.Form):
    """A line of the agenda; an empty one is none."""

    title = forms.CharField(label=_("Item"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Item.Kind.choices, initial="other")
    speaker = forms.CharField(label=_("Who speaks"), max_length=40, required=False)


def items(agenda: forms.BaseFormSet[ItemForm]) -> list[Item]:
    """What was filled in, in its order."""
    filled = [form.cleaned_data for form in agenda.forms if getattr(form, "cleaned_data", {}).get("title")]
    return [Item(**data) for data in filled]


class Agenda(forms.BaseFormSet[ItemForm]):
    """At least one line."""

    def clean(self) -> None:
        if not items(self):
            raise forms.ValidationError(_("Write at least one item of the agenda."))


AgendaForms = forms.formset_factory(ItemForm, formset=Agenda, extra=5, max_num=12)


class AttachForm(PhotosMixin, StepForm):
    """More materials."""

    after = _("Then the members find them on the page of the meeting.")
    documents = DocumentsField(label=_("Materials"))
    field_order = ("documents", "note")


class DraftForm(StepForm):
    """The minutes: begun with what is known, then corrected."""

    after = _("Then the director confirms them.")
    seen_by = _("Members read them once they are confirmed.")
    minutes = text(_("Minutes"), rows=16, most=20_000)
    field_order = ("minutes", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["minutes"].initial = self.subject.minutes or papers.draft(self.subject, self.actor)


class TakeUpForm(StepForm):
    """What became of the members' opinions on each plan."""

    after = _("Then the members read it on the page of the meeting.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in self.subject.agenda.filter(kind=Item.Kind.PLAN):
            chosen = forms.ChoiceField(label=item.title, choices=Item.Taken.choices, initial=item.taken)
            self.fields[f"taken_{item.pk}"] = chosen
            self.fields[f"words_{item.pk}"] = text(_("In words"), initial=item.answer)
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ids = [int(name.removeprefix("taken_")) for name in self.fields if name.startswith("taken_")]
        taken = {pk: (data.get(f"taken_{pk}", ""), data.get(f"words_{pk}", "")) for pk in ids}
        return {"taken": taken, "note": data.get("note", "")}


MEETING_FORMS: dict[str, type[StepForm]] = {"draft": DraftForm, "attach": AttachForm, "take_up": TakeUpForm}
