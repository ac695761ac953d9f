from django.db import models


class Follow(models.Model):
    """Somebody who wants to hear how a matter goes on."""

    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    district = models.CharField(max_length=6)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("kind", "number", "person", name="follows_once"),)
        indexes = (models.Index("person", "since", name="follows_of_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.number}"
