from typing import Self

from django.db import models
from django.db.models import F, Q

from minsheng.kernel import clock


class LinkQuerySet(models.QuerySet["Link"]):
    def valid(self) -> Self:
        """Those that open something now."""
        return self.filter(revoked_at=None, expires_at__gt=clock.now())


class Link(models.Model):
    """A signed link to one matter, sent to one person. The token is only in the message; `digest` is its sha256."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    district = models.CharField(max_length=6)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="links_life_in_order"),)
        indexes = (
            models.Index("kind", "number", name="links_matter"),
            models.Index("expires_at", name="links_expiry"),
        )

    def __str__(self) -> str:
        return f"link {self.pk}"
