"""A task on one page, a street's plan and report, and what the district says to it."""

from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.ground.files.fields import DocumentsField, PhotosField, PhotosMixin
from minsheng.ground.people.models import Deputy, Person
from minsheng.ground.places.models import Place
from minsheng.ground.places.queries import streets
from minsheng.instruments.activities.fields import DeputiesChoice, TimesMixin
from minsheng.instruments.activities.queries import askable
from minsheng.instruments.mandates.models import Mandate
from minsheng.instruments.mandates.queries import citable
from minsheng.instruments.surveys.fields import QuestionsField, written
from minsheng.kernel import clock
from minsheng.linkage.assignments import papers, queries
from minsheng.linkage.assignments.models import Task
from minsheng.ui.stepping import ReasonForm, StepForm

Output = Task.Output


def _long(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class EndOfDayField(forms.DateField):
    """A day to come, as the last moment of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)

    def clean(self, value: Any) -> Any:
        day: date = super().clean(value)
        if day < clock.today():
            raise forms.ValidationError(_("That day is over. Choose one that is still to come."))
        return datetime.combine(day, clock.END_OF_DAY, clock.ZONE)


class MandateChoice(forms.ModelChoiceField[Mandate]):
    """A basis as it is cited."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_what_display()} · {obj.cited}"


class TaskForm(PhotosMixin, StepForm):
    """What is asked, of whom, on what basis, until when."""

    after = _("Then you give it to the streets; until then nobody else sees it.")

    what = forms.ChoiceField(label=_("Kind"), choices=Task.Kind.choices, initial=Task.Kind.INSPECTION)
    title = forms.CharField(label=_("Title"), min_length=4, max_length=80)
    mandate = MandateChoice(
        Mandate.objects.none(), label=_("Basis"), empty_label=_("Choose what it rests on"), to_field_name="number"
    )
    about = forms.CharField(label=_("What is asked"), min_length=4, max_length=5000, strip=True, widget=_long(5, 5000))
    everywhere = forms.BooleanField(label=_("Every subdistrict"), required=False)
    streets = forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label=pgettext_lazy("task", "Subdistricts"),
        to_field_name="code",
        error_messages={"required": _("Choose at least one subdistrict.")},
        widget=forms.CheckboxSelectMultiple,
    )
    due = EndOfDayField(label=_("To be reported by"))
    minimum = forms.IntegerField(label=_("How many must have come"), min_value=0, max_value=500, initial=0)
    outputs = forms.MultipleChoiceField(
        label=_("What must come with the report"),
        choices=Output.choices,
        required=False,
        initial=[Output.OPINIONS, Output.ATTENDANCE, Output.PHOTOS],
        widget=forms.CheckboxSelectMultiple,
    )
    questions = QuestionsField(label=_("Questionnaire, the same for all"), required=False)
    documents = DocumentsField(label=pgettext_lazy("task", "Documents"), required=False)

    def __init__(self, *args: Any, subject: Task | None = None, **kwargs: Any) -> None:
        if subject:
            kwargs["initial"] = _written(subject) | (kwargs.get("initial") or {})
        super().__init__(*args, subject=subject, **kwargs)
        del self.fields["note"]
        self._offer("streets", streets(self.actor.district).order_by("code"))
        self._offer("mandate", citable(self.actor))
        self.fields["questions"].widget.attrs["rows"] = 4
        self.fields["streets"].required = not self.data.get("everywhere")

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a model choice field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.pop("everywhere", False):
            cleaned["streets"] = list(streets(self.actor.district))
        cleaned["questions"] = written(cleaned.get("questions") or [])
        if Output.SURVEY in cleaned.get("outputs", ()) and not cleaned["questions"] and "questions" not in self.errors:
            self.add_error("questions", _("Write the questions, or don't ask for answers to them."))
        return cleaned


def _written(task: Task) -> dict[str, Any]:
    """A draft as the form shows it."""
    names = ("what", "title", "about", "minimum", "outputs", "questions")
    more = {"due": clock.local(task.due).date(), "mandate": task.mandate.number}
    return {name: getattr(task, name) for name in names} | more | {"streets": [one.code for one in task.streets.all()]}


class IssueForm(StepForm):
    """Nothing but an optional word."""

    after = _("Then each street has its own task with its own time, and is told.")


class MergeForm(PhotosMixin, StepForm):
    """汇总报告, begun with what the streets reported."""

    after = _("Then the task is done; the streets read the merged report and see themselves beside each other.")

    merged = forms.CharField(label=_("Merged report"), min_length=4, max_length=20_000, widget=_long(20, 20_000))
    documents = DocumentsField(label=pgettext_lazy("task", "Documents"), required=False)

    field_order = ("merged", "documents", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"merged": papers.joined(kwargs["subject"])} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class CancelForm(ReasonForm):
    """Why it is taken back."""

    after = _("The streets that have not finished are told, and have nothing more to do.")


class MembersChoice(forms.ModelMultipleChoiceField[Person]):
    """Members of the council to tick, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ArrangeForm(TimesMixin, StepForm):
    """An activity for the task: when, where, who is asked to come."""

    after = _("Whoever is invited finds it under “To do”. On its page you show the check-in code.")

    title = forms.CharField(label=_("What the activity is called"), min_length=2, max_length=80)
    address = forms.CharField(label=_("Where"), max_length=200)
    about = forms.CharField(
        label=_("What everyone may read of it"), max_length=1000, required=False, widget=_long(3, 1000)
    )
    public = forms.BooleanField(label=_("Public: residents may come and report"), required=False, initial=True)
    deputies = DeputiesChoice(
        Deputy.objects.none(), label=_("Deputies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    members = MembersChoice(
        Person.objects.none(), label=_("Council members"), required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order: tuple[str, ...] = (
        "plan",
        "title",
        "day",
        "since",
        "until",
        "address",
        "about",
        "deputies",
        "members",
        "public",
        "note",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"title": kwargs["subject"].task.title} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        place = self.subject.place_id
        for name, rows in (("deputies", askable(place)), ("members", queries.members(place))):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a model choice field


class PlanForm(ArrangeForm):
    """实施方案 with its first activity."""

    plan = forms.CharField(label=pgettext_lazy("task", "Plan"), min_length=4, max_length=5000, widget=_long(6, 5000))


class KeepForm(PhotosMixin, StepForm):
    """Photos and documents as they come."""

    seen_by = _("The district sees them once your report is submitted.")

    photos = PhotosField(label=_("Photos"), required=False)
    documents = DocumentsField(label=pgettext_lazy("task", "Documents"), required=False)

    field_order = ("photos", "documents", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["photos"] and not cleaned["documents"]:
            self.add_error("photos", _("Add a photo or a document."))
        return cleaned


class ReportForm(PhotosMixin, StepForm):
    """汇报: begun with what was counted. It can be sent when nothing of what was asked is missing."""

    after = _("Then the director approves it and submits it to the district.")

    report = forms.CharField(
        label=pgettext_lazy("task", "Report"), min_length=4, max_length=10_000, widget=_long(14, 10_000)
    )
    photos = PhotosField(label=_("Photos"), required=False)
    documents = DocumentsField(label=pgettext_lazy("task", "Documents"), required=False)

    field_order = ("report", "photos", "documents", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"report": papers.begun(kwargs["subject"])} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        short = queries.missing(queries.checklist(self.subject), photos=len(cleaned.get("photos") or ()))
        if short:
            self.add_error(None, short)
        return cleaned


class SubmitForm(StepForm):
    """Nothing but an optional word."""

    after = _("Then the district reads the report and everything gathered for it, and accepts or returns it.")


class SendBackForm(ReasonForm):
    """What the office should change."""

    after = _("Then the office writes the report anew. The district has not seen it.")


class HandBackForm(ReasonForm):
    """What is missing, and what is to be done about it."""

    after = _("Then the street mends it and reports again.")


class ExtendForm(ReasonForm):
    """Until when, and why."""

    after = _("The street is told.")

    until = EndOfDayField(label=_("New day"))

    field_order = ("until", "note")

    def clean_until(self) -> datetime:
        until: datetime = self.cleaned_data["until"]
        if until <= self.subject.due:
            raise forms.ValidationError(_("Choose a day later than the one that holds now."))
        return until


TASK_FORMS: Final[dict[str, type[StepForm]]] = {
    "edit": TaskForm,
    "issue": IssueForm,
    "merge": MergeForm,
    "cancel": CancelForm,
}
PART_FORMS: Final[dict[str, type[StepForm]]] = {
    "plan": PlanForm,
    "arrange": ArrangeForm,
    "keep": KeepForm,
    "report": ReportForm,
    "submit": SubmitForm,
    "send_back": SendBackForm,
    "hand_back": HandBackForm,
    "extend": ExtendForm,
    "cancel": CancelForm,
}
