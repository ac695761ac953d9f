"""What is in already, and what goes out."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock

CHUNK: Final = 1_000
COLUMNS: Final = (
    "number",
    "time",
    "title",
    "text",
    "state",
    "street",
    "street_code",
    "channel",
    "category",
    "address",
    "lon",
    "lat",
)
"""What an export says of an opinion; none of it leads to the person who wrote but what they wrote themselves."""


def known(source: str, digests: Iterable[str]) -> set[str]:
    """Those of the digests that were imported from that source before."""
    rows = Opinion.objects.filter(source=source, digest__in=list(digests))
    return set(rows.values_list("digest", flat=True))


def exported() -> Iterator[dict[str, Any]]:
    """Every opinion that isn't confidential, in the order of the numbers, with its full text; a few at a time.

    Times are China's. The title is the one it came with, else the beginning of the text; states, channels and
    categories are keys. Contact data of the author is in no column.
    """
    rows = Opinion.objects.filter(hidden=Opinion.Hidden.NO).select_related("place", "category").defer("search")
    for opinion in rows.order_by("number").iterator(CHUNK):
        yield _said(opinion)


def _said(opinion: Opinion) -> dict[str, Any]:
    values = (
        opinion.number,
        f"{clock.local(opinion.made_at):%Y-%m-%d %H:%M:%S}",
        opinion.heading or opinion.title,
        opinion.text,
        opinion.state,
        opinion.place.name,
        opinion.place.code,
        opinion.channel,
        opinion.category.code if opinion.category else "",
        opinion.address,
        str(opinion.lon or ""),
        str(opinion.lat or ""),
    )
    return dict(zip(COLUMNS, values, strict=True))
