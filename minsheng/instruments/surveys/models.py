import secrets
from functools import partial
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minsheng.kernel import clock
from minsheng.kernel.workflow import Key, Subject


class SurveyQuerySet(models.QuerySet["Survey"]):
    def of_matter(self, matter: Key) -> Self:
        kind, number = matter
        return self.filter(matter_kind=kind, matter_number=number)


class Survey(Subject):
    """Questions put to many for a matter of a room above. `secret` makes the marks of who answered, until it closes."""

    class State(models.TextChoices):
        OPEN = "open", _("Open for answers")
        CLOSED = "closed", _("Closed for answers")

    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    about = models.TextField(max_length=1000, blank=True)
    secret = models.CharField(max_length=64, blank=True, default=partial(secrets.token_hex, 32))

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["open", "closed"]), name="surveys_state"),
            models.CheckConstraint(condition=Q(state="open") | Q(secret=""), name="surveys_closed_keeps_no_secret"),
        )
        indexes = (models.Index("matter_kind", "matter_number", name="surveys_matter"),)

    @property
    def state_label(self) -> str:
        return str(self.State(self.state).label)

    @property
    def purpose(self) -> Key:
        """The matter that it is for."""
        return self.matter_kind, self.matter_number


class Question(models.Model):
    """One of the questions; `options` are the words of a choice, in order."""

    class Kind(models.TextChoices):
        TEXT = "text", _("In own words")
        CHOICE = "choice", _("One of several")
        RATING = "rating", _("One to five")

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(max_length=200)
    options = models.JSONField(default=list)
    required = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint("survey", "position", name="surveys_one_a_position"),)

    def __str__(self) -> str:
        return f"{self.position}. {self.words}"


class Response(models.Model):
    """Somebody answered, in a street, at an activity. Of the time only the day is kept: the minute would tell who."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    activity = models.CharField(max_length=60)
    respondent = models.CharField(max_length=64, help_text="a digest that leads back to nobody")
    day = models.DateField(default=clock.today)

    class Meta:
        constraints = (models.UniqueConstraint("survey", "respondent", name="surveys_answered_once_a_street"),)

    def __str__(self) -> str:
        return f"{self.survey_id} {self.day}"


class Answer(models.Model):
    """What was answered to one question: words, the place of the option in its list, or a rating."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField(max_length=1000, blank=True)
    option = models.PositiveSmallIntegerField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("response", "question", name="surveys_one_answer_a_question"),
            models.CheckConstraint(
                condition=~Q(words="") & Q(option=None, rating=None)
                | Q(words="", option__isnull=False, rating=None)
                | Q(words="", option=None, rating__range=(1, 5)),
                name="surveys_one_kind_of_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.question_id} of {self.response_id}"
