"""Putting questions, answering them, and closing."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.places.actions import next_number
from minsheng.ground.places.models import Place
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.surveys import access, queries
from minsheng.instruments.surveys.fields import Draft
from minsheng.instruments.surveys.models import Answer, Question, Response, Survey
from minsheng.kernel.errors import NotNow, NotYours, Wrong
from minsheng.kernel.workflow import Subject, begin, record, take

LETTER = "Q"

type Given = str | int | None


@transaction.atomic
def open_survey(
    matter: Subject, *, title: str, about: str = "", questions: Sequence[Draft], place: Place, by: Actor
) -> Survey:
    """Put questions for a matter; who is at its activities may answer from now on. Wrong without any question."""
    if not questions:
        raise Wrong(_("A questionnaire needs at least one question."))
    kind, number = matter.matter_key
    survey = Survey(matter_kind=kind, matter_number=number, place=place, title=title, about=about)
    survey.number, survey.district = next_number(place, LETTER), place.district
    begin(survey, "open", by=by)
    Question.objects.bulk_create(draft.question(survey, n) for n, draft in enumerate(questions, 1))
    return survey


@transaction.atomic
def close(survey: Survey, *, by: Actor, note: str = "") -> Survey:
    """Take no more answers; the secret goes, so that from now on nothing leads from a person to an answer."""
    return take(survey, "close", by=by, note=note, changes={"secret": ""})


@transaction.atomic
def answer(survey: Survey, *, place: Place, activity: str, answers: Mapping[int, Given], by: Actor) -> None:
    """Answer: for the positions of questions words, the place of an option or a rating. Nothing is kept of who did.

    Raises NotYours for who isn't at an activity of the matter, NotNow when it is closed or answered, Wrong for what
    can't be an answer.
    """
    there = Activity.objects.filter(number=activity, place=place).first()
    _still_open(Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk))
    if there is None or not access.may_answer(by, survey, there):
        raise NotYours(_("This questionnaire is answered at an activity, while it goes on or within a day."))
    if queries.has_answered(survey, person_id=by.person_id, place_id=place.pk):
        raise NotNow(_("You have answered this questionnaire already."))
    given = _judged(queries.questions(survey), answers)
    record(survey, "reply", by=SYSTEM)
    mark = queries.mark_of(survey, person_id=by.person_id, place_id=place.pk)
    response = Response.objects.create(survey=survey, place=place, activity=activity, respondent=mark)
    for one in given:
        one.response = response
    Answer.objects.bulk_create(given)


def _still_open(survey: Survey) -> None:
    if survey.state != Survey.State.OPEN:
        raise NotNow(_("This questionnaire is closed. Nothing more is taken."))


def _judged(questions: list[Question], answers: Mapping[int, Given]) -> list[Answer]:
    """Unsaved answers; Wrong where one is missing, none is given at all, or one isn't on offer."""
    given = {q: answers.get(q.position) for q in questions}
    given = {q: said for q, said in given.items() if said not in {None, ""}}
    if not given:
        raise Wrong(_("Answer at least one question."))
    missing = next((q for q in questions if q.required and q not in given), None)
    if missing:
        raise Wrong(_("Question %(n)s is not answered yet.") % {"n": missing.position})
    return [_answer(q, said) for q, said in given.items()]


def _answer(question: Question, said: Given) -> Answer:
    if question.kind == Question.Kind.TEXT:
        return Answer(question=question, words=str(said))
    rated = question.kind == Question.Kind.RATING
    if said not in (range(1, 6) if rated else range(len(question.options))):
        raise Wrong(_("Question %(n)s has no such answer.") % {"n": question.position})
    return Answer(question=question, **{"rating" if rated else "option": said})
