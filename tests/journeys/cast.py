"""The named town, and who of it signs in by one tap."""

from minsheng.ground.people.models import Person
from tests.town import Town


class Folk(Town):
    """Finds people too, not only actors."""

    def resident_row(self):
        """The resident whose account is a demo account."""
        return Person.objects.get(pk=self.resident().person_id)
