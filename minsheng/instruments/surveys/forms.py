"""What is answered, made of the questions; and closing."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.instruments.surveys.models import Answer, Question
from minsheng.instruments.surveys.queries import LEVELS
from minsheng.ui.fields import Rating
from minsheng.ui.stepping import StepForm


class AnswersForm(forms.Form):
    """The questions of one survey, as fields `q1`, `q2` …; nothing is chosen before the person chooses."""

    @property
    def answers(self) -> dict[int, str | int | None]:
        """What was answered, by the position of the question."""
        return {int(name[1:]): said for name, said in self.cleaned_data.items()}


def form_of(questions: Sequence[Question]) -> type[AnswersForm]:
    """The form of a survey."""
    made = type("AnswersForm", (AnswersForm,), {f"q{q.position}": _field(q) for q in questions})
    return cast("type[AnswersForm]", made)


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"label": str(question), "required": question.required}
    if question.kind == Question.Kind.TEXT:
        most = Answer._meta.get_field("words").max_length
        return forms.CharField(**common, max_length=most, widget=forms.Textarea(attrs={"rows": 3, "maxlength": most}))
    rated = question.kind == Question.Kind.RATING
    choices, widget = (LEVELS, Rating) if rated else (tuple(enumerate(question.options)), forms.RadioSelect)
    return forms.TypedChoiceField(**common, choices=choices, coerce=int, empty_value=None, widget=widget)


class CloseForm(StepForm):
    """No more answers."""

    after = _("Then nobody can answer any more, and it can't be opened again. The results stay.")


FORMS: dict[str, type[StepForm]] = {"close": CloseForm}
