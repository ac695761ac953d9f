from django.db import models


class PaperTally(models.Model):
    """The last number given out in a series and year; its row is the lock behind which papers are numbered."""

    series = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "paper tallies"
        constraints = (models.UniqueConstraint("series", "year", name="papers_tally_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.series} {self.year}"


class Paper(models.Model):
    """One edition of a document. `number` is the number in words as it was given; `sha256` is of what it says."""

    kind = models.CharField(max_length=30)
    subject_kind = models.CharField(max_length=60)
    subject_number = models.CharField(max_length=60)
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=100)
    district = models.CharField(max_length=6)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint("series", "year", "seq", "edition", name="papers_number_once"),
            models.UniqueConstraint("kind", "subject_kind", "subject_number", "edition", name="papers_edition_once"),
        )

    def __str__(self) -> str:
        return self.number
