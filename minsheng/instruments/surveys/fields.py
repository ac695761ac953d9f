"""Questions as text: a line each, and a form made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.instruments.surveys.models import Question, Survey

MOST, LONGEST, MOST_OPTIONS, LONGEST_OPTION = 20, 200, 10, 60
BAR: Final = str.maketrans("\uff5c\uff0a", "|*")
"""The wide signs of a Chinese keyboard."""
STARS: Final = "*\u2605"

HELP = gettext_lazy(
    "A question a line, at most 20. “Question | answer | answer” is a choice, a line that ends in ★ is rated from one"
    " to five; these must be answered. Any other line is answered in own words, or not at all."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that is not put yet."""

    kind: str
    words: str
    options: tuple[str, ...] = ()
    required: bool = False

    def question(self, survey: Survey, position: int) -> Question:
        facts = {"kind": self.kind, "words": self.words, "options": list(self.options), "required": self.required}
        return Question(survey=survey, position=position, **facts)


class QuestionsField(forms.CharField):
    """One textarea; gives a list of drafts, and takes drafts or questions as its value."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", HELP)
        super().__init__(max_length=5000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What was typed, or the lines that drafts or questions would be typed as."""
        return value if value is None or isinstance(value, str) else written(value)

    def clean(self, value: Any) -> Any:
        """The drafts; what can't be one is named with the number of its line."""
        lines = [(n, line.strip()) for n, line in enumerate(super().clean(value).splitlines(), 1) if line.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(_("At most %(most)s questions.") % {"most": MOST})
        wrong = [
            _("Line %(n)s: %(why)s") % {"n": n, "why": why} for n, line in lines if (why := _wrong(draft_of(line)))
        ]
        if wrong:
            raise forms.ValidationError(wrong)
        return [draft_of(line) for _n, line in lines]


def draft_of(line: str) -> Draft:
    """What a line says."""
    words, *options = (part.strip() for part in line.translate(BAR).split("|"))
    if options:
        return Draft(Question.Kind.CHOICE, words, tuple(options), required=True)
    if words.endswith(tuple(STARS)):
        return Draft(Question.Kind.RATING, words.rstrip(STARS + " "), required=True)
    return Draft(Question.Kind.TEXT, words)


def _wrong(draft: Draft) -> str:
    """Why a line is no question; "" if it is one."""
    choice, options = draft.kind == Question.Kind.CHOICE, draft.options
    reasons = {
        _("the question itself is missing."): not draft.words,
        _("the question is longer than 200 characters."): len(draft.words) > LONGEST,
        _("a choice needs 2 to 10 answers."): choice and not 1 < len(options) <= MOST_OPTIONS,
        _("an answer is empty or longer than 60 characters."): not all(
            0 < len(one) <= LONGEST_OPTION for one in options
        ),
        _("an answer stands there twice."): len(set(options)) < len(options),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def written(questions: Sequence[Draft | Question]) -> str:
    """The text that says these questions."""
    return "\n".join(" | ".join([q.words + _mark(q), *q.options]) for q in questions)


def _mark(question: Draft | Question) -> str:
    return " \u2605" if question.kind == Question.Kind.RATING else ""
