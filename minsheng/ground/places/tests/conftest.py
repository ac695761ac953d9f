import pytest

from minsheng.ground.places import actions, queries
from minsheng.ground.places.models import Boundary


@pytest.fixture
def sketched(db):
    """The demo's places: a map, communities, grids, stations."""
    actions.load_demo()


@pytest.fixture
def unmapped(sketched):
    """The same without a map."""
    Boundary.objects.all().delete()


@pytest.fixture
def hubin(sketched):
    return queries.streets().get(initials="HB")


@pytest.fixture
def dongpo(hubin):
    return queries.communities(hubin).get(name="东坡路社区")
