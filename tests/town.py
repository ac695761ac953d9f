"""The named town as tests see it: actors, places, and quick ways to a matter in some state."""

from minsheng.demo.cast import named
from minsheng.ground.people.actors import NOBODY, SYSTEM
from minsheng.ground.people.models import Contact, Deputy, Unit
from minsheng.ground.people.queries import actor_of
from minsheng.ground.places.models import Place
from minsheng.ground.places.queries import communities
from minsheng.ground.policies.queries import category
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.queries import standing
from minsheng.instruments.opinions import access, actions
from minsheng.instruments.opinions.actions import after
from minsheng.kernel.workflow import take

TEXT = "小区绿化带的灌木枯死了一片，请补种。"
ORDER = ("submitted", "received", "transferred", "triaged", "sent", "accepted", "answered_by_unit", "answered", "rated")


def allowed(table, subject, actors):
    """By actor: the steps and verbs they may take with a subject as it is now; who may nothing is left out."""
    rows = [row for row in table.steps.values() if subject.state in row.sources] + list(table.verbs.values())
    found = {name: {row.name for row in rows if row.may(actor, subject)} for name, actor in actors.items()}
    return {name: names for name, names in found.items() if names}


class Town:
    """Finds the cast: `by` gives the actor of a user name, `resident` and `deputy` those who sign in by phone."""

    def street(self, initials="HB"):
        return Place.objects.current().get(kind="street", initials=initials)

    def community(self, initials="HB", i=0):
        return communities(self.street(initials)).order_by("code")[i]

    def person(self, username):
        return named(username)

    def by(self, username):
        return actor_of(named(username))

    def resident(self, i=1):
        return actor_of(Contact.objects.get(phone=f"199000000{i:02d}", confirmed=True).person)

    def deputy(self, initials="HB", i=1):
        return actor_of(self.deputy_row(initials, i).person)

    def deputy_row(self, initials="HB", i=1):
        return Deputy.objects.select_related("person", "post").get(code=f"{initials}-{i:02d}")

    def unit(self, name="公共管理办公室", initials="HB"):
        return Unit.objects.get(place=self.street(initials), name=name)

    def desk(self, initials="HB"):
        return Unit.objects.get(place=self.street(initials), kind="street_office")

    def where(self, initials="HB", i=0, address="祖庙巷"):
        community = self.community(initials, i)
        return actions.Where(street=self.street(initials), community=community, address=address)

    def report(self, text=TEXT, *, initials="HB", by=None, deputy=None, photos=()):
        """An opinion that was just sent."""
        post = deputy.post if deputy else None
        report = actions.Report(text, self.where(initials), photos, post)
        return actions.submit(report, by=by or self.resident())

    def opinion(self, state="submitted", *, initials="HB", **more):
        """An opinion moved on by the right people to a state of ORDER."""
        opinion = self.report(initials=initials, **more)
        for step in ORDER[1 : ORDER.index(state) + 1]:
            getattr(self, f"_to_{step}")(opinion, initials.lower())
        opinion.refresh_from_db()
        return opinion

    def lead(self, opinion):
        return standing(opinion.key, opinion.round)[0]

    def hand_over(self, opinion, to, at="hb"):
        """Let the congress office of a street hand a triaged opinion over to a unit."""
        actions.dispatch(opinion, to=to, by=self.by(f"{at}.office"))

    def sees(self, username, opinion):
        """Whether somebody of the cast sees an opinion."""
        return access.sees(self.by(username), opinion.number)

    def hide(self, opinion, at="hb"):
        """Let the congress office of a street make an opinion confidential."""
        actions.hide(opinion, by=self.by(f"{at}.office"), note="涉及检举")

    def order_to_desk(self, state):
        """The lead order of an opinion that was handed over to the street office's desk."""
        opinion, desk = self.opinion("triaged"), self.by("hb.gov")
        self.hand_over(opinion, self.desk())
        order = self.lead(opinion)
        step = {"accepted": "accept", "returned": "send_back"}.get(state)
        return take(order, step, by=desk) if step else order

    def actors(self):
        """One of every kind, as the grids name them; deputy, office and units are those of 湖滨 unless elsewhere."""
        return {
            "nobody": NOBODY,
            "system": SYSTEM,
            "resident": self.resident(),
            "another resident": self.resident(2),
            "deputy of the station": self.deputy(),
            "deputy elsewhere": self.deputy("KX"),
            "office": self.by("hb.office"),
            "office elsewhere": self.by("kx.office"),
            "director": self.by("hb.director"),
            "director elsewhere": self.by("kx.director"),
            "street office desk": self.by("hb.gov"),
            "handler": self.by("hb.pm"),
            "handler of another unit": self.by("hb.ps"),
            "handler elsewhere": self.by("kx.pm"),
            "district": self.by("district"),
            "coordinator": self.by("kx.station"),
            "auditor": self.by("auditor"),
            "administrator": self.by("admin"),
        }

    def _to_received(self, opinion, at):
        take(opinion, "receive", by=self.deputy(at.upper()))

    def _to_transferred(self, opinion, at):
        take(opinion, "transfer", by=self.deputy(at.upper()), note="请尽快看看")

    def _to_triaged(self, opinion, at):
        actions.triage(opinion, category=category("01.05"), tier="simple", by=self.by(f"{at}.office"))

    def _to_sent(self, opinion, at):
        actions.dispatch(opinion, to=self.unit(initials=at.upper()), by=self.by(f"{at}.office"))

    def _to_accepted(self, opinion, at):
        take(self.lead(opinion), "accept", by=self.by(f"{at}.pm"))

    def _to_answered_by_unit(self, opinion, at):
        orders.answer(self.lead(opinion), answer_text="已补种灌木 40 株。", resolution="solved", by=self.by(f"{at}.pm"))

    def _to_answered(self, opinion, at):
        take(self.lead(opinion), "approve", by=self.by(f"{at}.office"))

    def _to_rated(self, opinion, _at):
        opinion.refresh_from_db()
        after.rate(opinion, rating=2, words="还有一半没补", by=self.resident())
