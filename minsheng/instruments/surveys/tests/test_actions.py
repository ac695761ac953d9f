"""Putting questions, answering them once, and what is told of the answers."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from minsheng.ground.figures.queries import recount, totals
from minsheng.ground.journal.models import Entry
from minsheng.instruments.surveys import actions, queries
from minsheng.instruments.surveys.models import Answer, Response, Survey
from minsheng.kernel.errors import NotNow, NotYours, Wrong


def test_questions_are_put_for_a_matter_in_their_order(town, inspection):
    survey = inspection.survey
    assert (survey.number, survey.state, list(queries.of_matter(inspection.matter.key))) == (
        "SC-Q2026-000001",
        "open",
        [survey],
    )
    put = [(q.position, q.kind, q.options, q.required) for q in queries.questions(survey)]
    choice = ["能", "不能", "没有坡道"]
    assert put == [(1, "choice", choice, True), (2, "rating", [], True), (3, "text", [], False)]


def test_without_a_question_nothing_is_opened(town, inspection):
    facts = {"title": "空", "place": inspection.district, "by": town.by("district")}
    with pytest.raises(Wrong):
        actions.open_survey(inspection.matter, questions=[], **facts)
    assert Survey.objects.count() == 1


def test_an_office_cannot_put_questions_for_a_matter_of_the_district(town, inspection):
    drafts = [actions.Draft("text", "为什么")]
    for place in (inspection.district, town.street()):
        with pytest.raises(NotYours):
            actions.open_survey(inspection.matter, title="问", questions=drafts, place=place, by=town.by("hb.office"))


def test_an_answer_is_kept_with_street_and_day_and_nothing_of_who_gave_it(town, inspection):
    inspection.answer(1, words="坡太陡")
    kept = Response.objects.get()
    said = kept.answers.order_by("question__position").values_list("option", "rating", "words")
    assert list(said) == [(0, None, ""), (None, 4, ""), (None, None, "坡太陡")]
    visit = inspection.visits["HB"]
    assert (kept.place, kept.activity, str(kept.day)) == (town.street(), visit.number, "2026-09-09")


def test_one_answers_once_in_each_street(town, inspection):
    inspection.answer(1)
    with pytest.raises(NotNow):
        inspection.answer(1, option=2)
    inspection.answer(1, "KX")
    inspection.answer(2)
    assert (Response.objects.count(), Answer.objects.count()) == (3, 6)


def test_at_two_visits_of_a_street_one_answers_once(town, inspection):
    inspection.answer(1)
    inspection.visits["HB"] = inspection.visit("HB")
    with pytest.raises(NotNow):
        inspection.answer(1)


def test_the_database_itself_refuses_a_second_answer(inspection):
    inspection.answer(1)
    kept = Response.objects.get()
    kept.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)


@pytest.mark.parametrize(
    "answers",
    [{}, {3: "只说一句"}, {1: 0}, {1: 3, 2: 5}, {1: -1, 2: 5}, {1: 0, 2: 6}, {1: 0, 2: 0}, {1: "0", 2: 5}],
)
def test_what_cannot_be_an_answer_is_refused_whole(town, inspection, answers):
    visit = inspection.visits["HB"]
    with pytest.raises(Wrong):
        actions.answer(inspection.survey, place=visit.place, activity=visit.number, answers=answers, by=town.resident())
    assert Response.objects.count() == 0


def test_only_who_is_at_an_activity_of_the_matter_in_that_street_answers(town, inspection):
    visit, other = inspection.visits["HB"], inspection.visit("HB", purpose=None)
    wrong = [(visit.number, town.street("KX")), (other.number, town.street()), ("SC-A2026-999999", town.street())]
    for number, place in wrong:
        with pytest.raises(NotYours):
            actions.answer(inspection.survey, place=place, activity=number, answers={1: 0, 2: 5}, by=town.resident())


def test_a_closed_survey_takes_nothing_and_has_no_secret(town, inspection):
    inspection.answers(5)
    inspection.close()
    inspection.survey.refresh_from_db()
    assert (inspection.survey.state, inspection.survey.secret) == ("closed", "")
    with pytest.raises(NotNow):
        inspection.answer(6)
    with pytest.raises(NotNow):
        inspection.close()
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.update(secret="again")


def test_from_a_closed_survey_nothing_leads_from_a_person_to_an_answer(town, inspection):
    inspection.answer(1)
    person = town.resident(1).person_id
    street = {"person_id": person, "place_id": town.street().pk}
    assert queries.has_answered(inspection.survey, **street)
    before = Response.objects.get().respondent
    inspection.close()
    assert not queries.has_answered(inspection.survey, **street)
    assert queries.mark_of(inspection.survey, **street) != before


def test_the_marks_of_one_person_in_two_streets_and_two_surveys_differ(town, inspection):
    inspection.answer(1)
    inspection.answer(1, "KX")
    inspection.survey = actions.open_survey(
        inspection.matter,
        title="再问",
        questions=[actions.Draft("choice", "好吗", ("好", "不好")), actions.Draft("rating", "几分")],
        place=inspection.district,
        by=town.by("district"),
    )
    inspection.answer(1)
    assert len(set(Response.objects.values_list("respondent", flat=True))) == 3


def test_the_journal_says_that_somebody_answered_and_not_who(inspection, town):
    inspection.answer(1, words="坡太陡")
    told = [(entry.step, entry.signature.person_id) for entry in Entry.objects.filter(kind="surveys.survey")]
    assert told == [("open", town.by("district").person_id), ("reply", None)]


def test_openings_and_answers_are_counted(inspection):
    inspection.answers(3)
    names = ("surveys.opened", "surveys.answered")
    assert [sum(recount("surveys.survey", name).values()) for name in names] == [1, 3]
    assert totals(*names) == {"surveys.opened": 1, "surveys.answered": 3}


def row(one, name):
    return next(row for row in one.rows if str(row.name) == name)


def test_streets_stand_side_by_side_with_counts_shares_and_means(town, inspection):
    inspection.answers(5, rating=5)
    inspection.answer(6, option=1, rating=2)
    inspection.answers(5, "KX", option=2, rating=3)
    choice, rating, text = queries.compared(inspection.survey)
    hb, kx = str(town.street("HB")), str(town.street("KX"))
    assert {str(row.name) for row in choice.rows[1:]} == {hb, kx}
    cells = [(str(head), count, share) for head, count, share in row(choice, hb).cells]
    assert cells == [("能", 5, Decimal("83.3")), ("不能", 1, Decimal("16.7")), ("没有坡道", 0, Decimal("0.0"))]
    assert [count for _head, count, _share in choice.total.cells] == [5, 1, 5]
    assert [(row(rating, name).n, row(rating, name).mean) for name in (hb, kx)] == [
        (6, Decimal("4.5")),
        (5, Decimal("3.0")),
    ]
    assert (rating.total.n, rating.total.mean, text.streets) == (11, Decimal("3.8"), [])


@pytest.mark.parametrize(("n", "counts", "share", "mean"), [(2, None, None, None), (3, 3, None, None), (5, 5, 100, 4)])
def test_of_few_there_are_only_counts_and_of_very_few_only_their_number(inspection, n, counts, share, mean):
    inspection.answers(n, words="坡太陡")
    choice, rating, text = queries.compared(inspection.survey)
    (only,) = choice.streets
    assert (only.n, only.cells[0][1:], rating.streets[0].mean) == (n, (counts, share), mean)
    assert list(text.texts.values()) == ([] if n < 5 else [["坡太陡"] * 5])


def test_what_is_not_told_of_a_street_cannot_be_reckoned_from_the_sum(inspection):
    inspection.answers(6)
    inspection.answers(2, "KX", option=1, rating=1)
    choice, rating, _text = queries.compared(inspection.survey)
    assert (choice.total.n, [count for _head, count, _share in choice.total.cells]) == (6, [6, 0, 0])
    assert rating.total.mean == 4


def test_texts_are_told_in_the_order_of_their_words_not_of_their_coming(town, inspection):
    for i, words in enumerate(["e", "a", "d", "b", "c"], 1):
        inspection.answer(i, words=words)
    assert queries.compared(inspection.survey)[2].texts == {str(town.street()): ["a", "b", "c", "d", "e"]}


@pytest.mark.parametrize("streets", [1, 2])
def test_comparing_costs_the_same_for_few_and_many(inspection, django_assert_num_queries, streets):
    for initials in ["HB", "KX"][:streets]:
        inspection.answers(5 * streets, initials, words="坡太陡")
    queries.compared(inspection.survey)
    with django_assert_num_queries(4):
        queries.compared(inspection.survey)
