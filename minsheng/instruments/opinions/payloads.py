"""What of an opinion may leave the house when its order is handled in another system (domain.md §2.3)."""

from django.conf import settings

from minsheng.ground.files.queries import of, url
from minsheng.ground.people.queries import masked_name
from minsheng.instruments.gateways.messages import Payload
from minsheng.instruments.opinions.models import Opinion


def payload(number: str) -> Payload | None:
    """None while it is hidden. Photos are links: whoever opens one signs in here and must see the matter."""
    opinion = Opinion.objects.select_related("author", "grid", "community", "place", "category").get(number=number)
    if not opinion.in_plain_sight:
        return None
    where = (opinion.place, opinion.community, opinion.address)
    category = opinion.category
    return Payload(
        title=opinion.title,
        description=opinion.text,
        address=" ".join(str(part) for part in where if part),
        point=(opinion.lon, opinion.lat) if opinion.lon is not None and opinion.lat is not None else None,
        grid_code=opinion.grid.code if opinion.grid else "",
        category=(category.code, category.name) if category else ("", ""),
        reporter=masked_name(opinion.author.name) if opinion.author else "",
        attachments=tuple(_absolute(url(photo)) for photo in of(*opinion.key, "before")),
    )


def _absolute(path: str) -> str:
    return settings.PUBLIC_ADDRESS.rstrip("/") + path
