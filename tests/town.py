"""The named town as tests see it: actors, places, and quick ways to a matter in some state."""

from minsheng.demo.cast import named
from minsheng.ground.people.models import Contact, Deputy
from minsheng.ground.people.queries import actor_of
from minsheng.ground.places.models import Place
from minsheng.ground.places.queries import communities


class Town:
    """Finds the cast. `by` gives the actor of a user name, `resident` and `deputy` those without one."""

    def street(self, initials="HB"):
        return Place.objects.current().get(kind="street", initials=initials)

    def community(self, initials="HB", i=0):
        return communities(self.street(initials)).order_by("code")[i]

    def person(self, username):
        return named(username)

    def by(self, username):
        return actor_of(named(username))

    def resident(self, i=1):
        return actor_of(Contact.objects.get(phone=f"199000000{i:02d}").person)

    def deputy(self, initials="HB", i=1):
        return actor_of(self.deputy_row(initials, i).person)

    def deputy_row(self, initials="HB", i=1):
        return Deputy.objects.select_related("person", "post").get(code=f"{initials}-{i:02d}")
