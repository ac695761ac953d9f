import pytest

from minsheng.ui.stepping import STEPPERS


class Published:
    """The office shows a matter to everyone, or hides it; through the registry, since its room is above."""

    def __init__(self, town):
        self.town = town

    def __call__(self, matter):
        self._do(matter, "publish", {"title": "绿化枯死", "text": "小区绿化枯死，请补种。"})

    def hide(self, matter):
        self._do(matter, "hide", {"note": "涉及个人"})

    def _do(self, matter, step, said):
        stepper, office = STEPPERS[matter.kind()], self.town.by("hb.office")
        form = stepper.form(step)(said, subject=matter, actor=office)
        assert form.is_valid()
        stepper.do(matter, step, office, form.cleaned_data)


@pytest.fixture
def published(town, client):
    client.get("/public/")  # addresses are loaded, and with them the steppers
    return Published(town)
