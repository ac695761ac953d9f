from django.db import models


class Upload(models.Model):
    """A file that somebody wants to import. The file itself is under DATA and goes with the row after some days."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=100, help_text="as the person's computer calls the file")
    stored = models.UUIDField(unique=True, help_text="what it is called here")
    rows = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("made_at", name="imports_made_at"),)

    def __str__(self) -> str:
        return f"upload {self.pk}"
