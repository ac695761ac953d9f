from typing import Self

from django.db import models

from minsheng.kernel import clock


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    def valid(self) -> Self:
        """Those that can still be used."""
        return self.filter(used_at=None, until__gt=clock.now())


class OneTimeLink(models.Model):
    """Lets a person set their password, once. The token is printed, never stored; `digest` is its sha256."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = OneTimeLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"one-time link {self.pk}"
