import pytest

from tests.robust.together import crowd
from tests.town import Town

__all__ = ["crowd"]


@pytest.fixture
def busy_town(crowd):
    """The named town in a database where everything is committed, with room for a crowd."""
    return Town()
