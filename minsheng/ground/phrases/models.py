from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Phrase(models.Model):
    """A sentence of a unit, or of one person."""

    class Use(models.TextChoices):
        ANSWER = "answer", _("For what residents read")
        NOTE = "note", _("For notes")
        REASON = "reason", _("For reasons")

    unit = models.ForeignKey("people.Unit", on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    use = models.CharField(max_length=10, choices=Use)
    text = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(unit=None, person__isnull=False) | Q(unit__isnull=False, person=None),
                name="phrases_one_owner",
            ),
            models.UniqueConstraint("unit", "person", "use", "text", name="phrases_once", nulls_distinct=False),
        )

    def __str__(self) -> str:
        return self.text
