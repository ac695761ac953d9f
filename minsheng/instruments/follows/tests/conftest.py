import pytest

from minsheng.kernel.workflow import TABLES
from minsheng.ui.stepping import STEPPERS


class Published:
    """The office shows a matter to everyone, or hides it; through the registry, since its room is above."""

    def __init__(self, town):
        self.town = town

    def __call__(self, matter, **said):
        said = {"title": "绿化枯死", "text": "小区绿化枯死，请补种。", "photos": [], "note": ""} | said
        self._do(matter, "publish", said)

    def hide(self, matter):
        self._do(matter, "hide", {"note": "涉及个人"})

    def _do(self, matter, step, said):
        assert step in TABLES[matter.kind()].verbs
        STEPPERS[matter.kind()].do(matter, step, self.town.by("hb.office"), said)


@pytest.fixture
def published(town, client):
    client.get("/public/")  # addresses are loaded, and with them the steppers
    return Published(town)
