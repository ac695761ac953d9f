"""What is asked for, and the numbers of it."""

from dataclasses import dataclass
from typing import Any

from minsheng.ground.places.models import Place
from minsheng.panorama.insights.queries.periods import Period

BY: tuple[str, ...] = ("street", "unit", "category", "channel")
"""What a table can be split by."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Which numbers: of a district or one of its streets, of a period, and narrowed by unit, category or channel."""

    district: str
    period: Period
    street: Place | None = None
    unit: int | None = None
    category: str = ""
    channel: str = ""

    @property
    def narrow(self) -> bool:
        """Whether so little may be counted that a confidential matter could be told apart: then none is counted."""
        return bool(self.unit or self.category or self.channel)

    def values(self, by: str = "") -> dict[str, Any]:
        """What the statements are given; split by unit, category or channel they leave out what is confidential."""
        now, before = self.period, self.period.before
        return {
            "district": self.district,
            "street": self.street.pk if self.street else None,
            "unit": self.unit,
            "category": self.category,
            "channel": self.channel,
            "by": by,
            "whole": not self.narrow and by in {"", "street"},
            "since": now.since,
            "until": now.until,
            "before_since": before.since,
            "before_until": before.until,
        }
