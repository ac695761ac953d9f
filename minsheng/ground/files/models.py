import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from minsheng.kernel import clock


class FileQuerySet[M: models.Model](models.QuerySet[M]):
    def there(self) -> Self:
        """Those not removed."""
        return self.filter(removed_at=None)

    def photos(self) -> Self:
        """Those that are pictures."""
        return self.filter(name="")

    def documents(self) -> Self:
        """Those that are handed out as downloads."""
        return self.exclude(name="")

    def unattached(self) -> Self:
        """Those that wait for the form they belong to."""
        return self.there().filter(kind="")


class File(models.Model):
    """A photo, or a document, which has a `name`. Several rows may share one content, on disk under its sha256.

    `keeper` is the digest of what proves who sent it. `taken_*` come from the camera and are for officials only.
    `proven` is no column: actions set it on the rows they hand out after seeing that the caller keeps the photo.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    mime = models.CharField(max_length=40)
    name = models.CharField(max_length=80, blank=True, db_default="", default="")
    bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_lon = models.FloatField(null=True, blank=True)
    taken_lat = models.FloatField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    keeper = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    proven = False

    objects = FileQuerySet["File"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "sha256", "keeper", condition=Q(kind="", removed_at=None), name="files_kept_once_by_a_keeper"
            ),
            models.CheckConstraint(
                condition=Q(kind="", number="") | ~Q(kind="") & ~Q(number=""), name="files_attached_to_a_whole_key"
            ),
        )
        indexes = (
            models.Index("kind", "number", "role", "position", name="files_of_matter"),
            models.Index("made_at", condition=Q(kind=""), name="files_unattached"),
            models.Index("removed_at", condition=Q(removed_at__isnull=False), name="files_removed"),
        )

    def __str__(self) -> str:
        return str(self.pk)
