from typing import Self

from django.db import models
from django.db.models import Q


class CodeQuerySet(models.QuerySet["Code"]):
    def living(self) -> Self:
        """Those that still lead somewhere."""
        return self.filter(retired_at=None)


class Code(models.Model):
    """A short code for one thing, told by its key. A retired one names the code that took its place, if any."""

    short = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    district = models.CharField(max_length=6)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects = CodeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "kind", "number", condition=Q(retired_at=None), name="codes_one_living_code_a_thing"
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(retired_at__isnull=False), name="codes_only_retired_ones_are_succeeded"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
