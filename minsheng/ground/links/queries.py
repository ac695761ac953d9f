"""Who comes by a link."""

from minsheng.ground.links.models import Link
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.queries import visitor


def visit(link_id: int) -> Actor | None:
    """The visitor of a link that still opens something, for one request."""
    link = Link.objects.valid().filter(pk=link_id, person__is_active=True).first()
    return visitor(link.kind, link.number, link.person_id, link.district) if link else None
