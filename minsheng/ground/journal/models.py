from django.db import models
from django.db.models import Q


class Signature(models.Model):
    """Who acted: a person on a post, a link's visitor, the system. The names live here, never in an entry."""

    kind = models.CharField(max_length=10)
    role = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, null=True, related_name="+")
    desk = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "kind", "role", "person", "post", "desk", name="journal_one_signature", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return self.desk or self.kind


class Entry(models.Model):
    """One act. The database refuses UPDATE, DELETE and TRUNCATE; `xid` (see the migration) orders commits.

    `digest` = sha256(salt ‖ canonical JSON of the words), "" when nothing was said.
    """

    at = models.DateTimeField()
    district = models.CharField(max_length=6)
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    matter_kind = models.CharField(max_length=60)
    matter_number = models.CharField(max_length=60)
    step = models.CharField(max_length=30)
    source = models.CharField(max_length=30, blank=True)
    to = models.CharField(max_length=30, blank=True)
    public = models.BooleanField()
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = (
            models.Index("matter_kind", "matter_number", "id", name="journal_timeline"),
            models.Index("kind", "number", "id", name="journal_subject"),
            models.Index("at", "id", condition=Q(public=True), name="journal_told"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.step}"


class Words(models.Model):
    """What was said with an act. `erase` empties note, facts and salt, once; the entry and its digest stay."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="words")
    salt = models.BinaryField(max_length=16)
    note = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "words"

    def __str__(self) -> str:
        return f"words of {self.entry_id}"
