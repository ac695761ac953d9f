"""Who acts: a person in one acting appointment, a visitor with a signed link, or the system itself."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from minsheng.ground.people.models import Role

type Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Actor:
    """`posts` are the acting post and those of the same role that the person also holds or substitutes.

    `units` are those of all posts that the person may act on, whichever they act on now: for conflicts of interest.
    """

    kind: str = "nobody"
    role: str = ""
    person_id: int | None = None
    post_id: int | None = None
    posts: frozenset[int] = frozenset()
    unit_id: int | None = None
    units: frozenset[int] = frozenset()
    place_id: int | None = None
    stations: frozenset[int] = frozenset()
    district: str = ""
    name: str = ""
    desk: str = ""
    link_key: Key | None = None

    def is_(self, *roles: Role) -> bool:
        """Whether the acting role is one of these."""
        return self.kind == "person" and self.role in roles

    @property
    def signed_in(self) -> bool:
        return self.kind == "person"

    @property
    def resident(self) -> bool:
        """A resident or council member: somebody on the service port, by sign-in or by a signed link."""
        return self.kind == "link" or self.is_(Role.RESIDENT, Role.COUNCIL_MEMBER)

    @property
    def staff(self) -> bool:
        """Somebody on the governance port."""
        return self.kind == "person" and not self.resident

    @property
    def shell(self) -> str:
        """The template that pages for this actor extend."""
        return "ui/governance.html" if self.staff else "ui/service.html"

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    def __str__(self) -> str:
        return self.desk or self.name or _("System")


NOBODY = Actor()
SYSTEM = Actor(kind="system")
