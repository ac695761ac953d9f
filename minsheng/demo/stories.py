"""What residents of the demo town write: invented stories with their seasons, told anew each time."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from minsheng.ground.places.models import Place
from minsheng.kernel import clock

DATA = Path(__file__).parent / "data" / "stories.json"
IN_SEASON = 6
BUILDINGS = 28


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, and where in the town. `plain` is what the public may read of `text`."""

    text: str
    plain: str
    title: str
    category: str
    unit: str
    answer: str
    photo: str
    street: Place
    community: Place
    address: str

    @property
    def resolution(self) -> str:
        """Some things can only be explained."""
        return "explained" if self.category in words()["explained"] else "solved"


@cache
def words() -> dict[str, Any]:
    """The data file."""
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    found["stories"] = [dict(zip(found["columns"], row, strict=True)) for row in found["stories"]]
    return found


def tell(dice: Random, at: datetime, street: Place, community: Place) -> Story:
    """Something that happens at that time of the year: no drains in a dry winter, no mosquitoes in January."""
    said = _drawn(dice, clock.local(at).month)
    address = dice.choice(words()["addresses"])
    facts = {"at": address, "community": community.name, "n": dice.choice(words()["numerals"])}
    facts["b"] = str(dice.randint(1, BUILDINGS))
    plain, answer = (said[name].format(**facts) for name in ("text", "answer"))
    opener, closer = (dice.choice(words()[name]).format(**facts) for name in ("openers", "closers"))
    kept: dict[str, Any] = {name: said[name] for name in ("title", "category", "unit", "photo")}
    text = f"{opener}{plain}{closer}"
    return Story(text=text, plain=plain, answer=answer, street=street, community=community, address=address, **kept)


def retold(dice: Random, story: Story) -> str:
    """The same, as somebody else begins and ends it."""
    facts = {"at": story.address, "community": story.community.name}
    opener, closer = (dice.choice(words()[name]).format(**facts) for name in ("openers", "closers"))
    return f"{opener}{story.plain}{closer}"


def _drawn(dice: Random, month: int) -> dict[str, str]:
    stories: list[dict[str, str]] = words()["stories"]
    return dice.choices(stories, [_weight(story["season"], month) for story in stories])[0]


def _weight(season: str, month: int) -> int:
    if not season:
        return 2
    return IN_SEASON if month in words()["seasons"][season] else 0
