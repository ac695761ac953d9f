"""The surveys of a matter and of an activity, and what was answered, street by street."""

import hmac
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from minsheng.ground.people.actors import Actor
from minsheng.ground.policies.queries import value
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.surveys import access
from minsheng.instruments.surveys.models import Answer, Question, Survey, SurveyQuerySet
from minsheng.kernel.workflow import Card, Key

LEVELS: Final = (
    (5, pgettext_lazy("survey", "Very good")),
    (4, pgettext_lazy("survey", "Good")),
    (3, pgettext_lazy("survey", "Fair")),
    (2, pgettext_lazy("survey", "Poor")),
    (1, pgettext_lazy("survey", "Very poor")),
)
FORMULAS: Final = (
    (_("Share"), _("chose it ÷ answered this question (n), in the same street")),
    (_("Mean"), _("sum of the ratings (very poor 1 to very good 5) ÷ answered this question (n)")),
    (_("All together"), _("the streets whose numbers are shown; those of few answers are in no sum")),
)
"""What is counted, and how: names and formulas."""

type Words = str | Promise
type Counts = Mapping[str, Counter[int | None]]
type Small = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A street: of how many `n` answered a question, how often each option was said, and its share of them.

    Of few there are no shares and no mean, of very few no counts either.
    """

    name: Words
    n: int
    cells: list[tuple[Words, int | None, Decimal | None]]
    mean: Decimal | None
    few: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A question and its answers side by side: a row a street, what is told of them together, and texts by street."""

    question: Question
    streets: list[Row]
    total: Row
    texts: dict[str, list[str]]

    @property
    def rated(self) -> bool:
        return self.question.kind == Question.Kind.RATING

    @property
    def rows(self) -> list[Row]:
        """The streets, and before them all together where there are several."""
        return [self.total, *self.streets] if len(self.streets) > 1 else self.streets


@dataclass(frozen=True, slots=True)
class Results:
    """All answers as somebody reads them; the template `surveys/compared.html` draws it. `own` is of one street."""

    questions: list[Compared]
    small: Small
    own: bool
    formulas: tuple[tuple[Words, Words], ...] = FORMULAS

    @property
    def few(self) -> bool:
        """Whether something of a street is not told."""
        return any(row.few for one in self.questions for row in one.streets)


def _tenth(top: int, base: int) -> Decimal:
    return (Decimal(top) / base).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def questions(survey: Survey) -> list[Question]:
    """In their order."""
    return list(survey.questions.order_by("position"))


def of_matter(matter: Key) -> SurveyQuerySet:
    """The surveys of a matter, the last one first."""
    return Survey.objects.of_matter(matter).select_related("place").order_by("-id")


def mark_of(survey: Survey, *, person_id: int | None, place_id: int) -> str:
    """By what a second answer of a person in a street is known: without the secret it leads back to nobody."""
    return hmac.new(survey.secret.encode(), f"{person_id}|{place_id}".encode(), sha256).hexdigest()


def has_answered(survey: Survey, *, person_id: int | None, place_id: int) -> bool:
    """Whether a person answered in a street; nobody knows any more when it is closed."""
    mark = mark_of(survey, person_id=person_id, place_id=place_id)
    return bool(survey.secret) and survey.responses.filter(respondent=mark).exists()


def answered(survey: Survey) -> int:
    """How many answered."""
    return survey.responses.count()


def links(activity: Activity, actor: Actor) -> Iterator[tuple[str, str]]:
    """On an activity's page: where to answer what is asked there, and for officials where the answers are."""
    for survey in access.at_activity(activity) if activity.purpose else ():
        page = reverse("surveys:survey", args=[survey.number])
        if access.is_open_to(actor, survey, activity):
            yield gettext("Answer: %(title)s") % {"title": survey.title}, f"{page}?at={activity.number}"
        if access.may_read_results(actor, survey):
            yield gettext("Answers to: %(title)s") % {"title": survey.title}, page


def results(survey: Survey, actor: Actor) -> Results:
    """What an official reads of the answers."""
    only = access.reads_only(actor, survey)
    return Results(compared(survey, only=only), value("survey.small"), only is not None)


def compared(survey: Survey, *, only: int | None = None) -> list[Compared]:
    """The answers to each question, street by street; `only` one street's where an id is given. Four queries."""
    answers = Answer.objects.filter(response__survey=survey)
    answers = answers if only is None else answers.filter(response__place=only)
    counts: dict[int, dict[str, Counter[int | None]]] = defaultdict(lambda: defaultdict(Counter))
    rows = answers.values_list("question", "response__place__name", "option", "rating").annotate(Count("id"))
    for question, street, option, rating, count in rows.order_by("response__place__code"):
        counts[question][street][rating if option is None else option] += count
    texts: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    said = answers.exclude(words="").order_by("words")  # the order of writing would tell who
    for question, street, words in said.values_list("question", "response__place__name", "words"):
        texts[question][street].append(words)
    small = value("survey.small")
    return [_compared(question, counts[question.pk], texts[question.pk], small) for question in questions(survey)]


def _compared(question: Question, streets: Counts, texts: Mapping[str, list[str]], small: Small) -> Compared:
    rows = [_row(question, name, counts, small) for name, counts in streets.items()]
    sums = sum((counts for counts in streets.values() if counts.total() >= small["counts"]), Counter[int | None]())
    shown = {str(row.name): texts[str(row.name)] for row in rows if not row.few and row.name in texts}
    return Compared(question, rows, _row(question, _("All together"), sums, small), shown)


def _row(question: Question, name: Words, counts: Counter[int | None], small: Small) -> Row:
    rated, n = question.kind == Question.Kind.RATING, counts.total()
    told, few = n >= small["counts"], n < max(1, small["shares"])
    heads: dict[int, Words] = dict(LEVELS) if rated else dict(enumerate(question.options))
    cells = [
        (head, counts[key] if told else None, None if few else _tenth(100 * counts[key], n))
        for key, head in heads.items()
    ]
    mean = _tenth(sum(key * counts[key] for key in heads), n) if rated and not few else None
    return Row(name, n, cells, mean, few)


def cards(numbers: list[str]) -> dict[str, Card]:
    """Surveys as cards: one query."""
    rows = Survey.objects.filter(number__in=numbers).select_related("place")
    return {row.number: _card(row) for row in rows}


def _card(row: Survey) -> Card:
    href = reverse("surveys:survey", args=[row.number])
    return Card(row.kind(), row.number, row.title, str(row.place), row.state, Survey.State(row.state).label, href)
