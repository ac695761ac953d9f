"""The named town as tests see it: actors, places, and quick ways to a matter in some state."""

import io
from datetime import timedelta
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from minsheng.demo.cast import named
from minsheng.ground.files.actions import keep
from minsheng.ground.people.actions import appoint, register_staff
from minsheng.ground.people.actors import NOBODY, SYSTEM
from minsheng.ground.people.models import Contact, Deputy, Post, Unit
from minsheng.ground.people.queries import actor_of
from minsheng.ground.places.models import Place
from minsheng.ground.places.queries import communities
from minsheng.ground.policies.queries import category
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.queries import promises, standing
from minsheng.instruments.opinions import access, actions
from minsheng.instruments.opinions.actions import after, exits
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

TEXT = "小区绿化带的灌木枯死了一片，请补种。"
ORDER = (
    "submitted",
    "received",
    "transferred",
    "triaged",
    "sent",
    "accepted",
    "answered_by_unit",
    "answered",
    "rated",
    "callback",
    "closed",
)
EXITS = ("not_accepted", "merged", "handed_over", "withdrawn", "promised")


@cache
def _jpeg(colour):
    target = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(target, "JPEG")
    return target.getvalue()


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
        street = self.street(initials)
        community = communities(street).order_by("code")[i]
        return actions.Where(street=street, community=community, address=address)

    def report(self, text=TEXT, *, initials="HB", by=None, deputy=None, photos=()):
        """An opinion that was just sent."""
        post = deputy.post if deputy else None
        report = actions.Report(text, self.where(initials), photos, post)
        return actions.submit(report, by=by or self.resident())

    def opinion(self, state="submitted", *, initials="HB", **more):
        """An opinion moved on by the right people to a state of ORDER or EXITS."""
        if state in EXITS:
            return getattr(self, f"_{state}")(initials, **more)
        opinion = self.report(initials=initials, **more)
        for step in ORDER[1 : ORDER.index(state) + 1]:
            getattr(self, f"_to_{step}")(opinion, initials.lower())
        opinion.refresh_from_db()
        return opinion

    def lead(self, opinion):
        return standing(opinion.key, opinion.round)[0]

    def hand_over(self, opinion, to, at="hb", along=(), note=""):
        """Let the congress office of a street hand a triaged opinion over to a unit, and others that help."""
        actions.dispatch(opinion, to=to, with_units=along, by=self.by(f"{at}.office"), note=note)

    def publish(self, opinion, copy, at="hb"):
        """Let the congress office of a street show a copy to everyone."""
        actions.publish(opinion, copy=copy, by=self.by(f"{at}.office"))

    def unpublish(self, opinion, at="hb", note=""):
        """Let the congress office of a street take the public copy down."""
        actions.unpublish(opinion, by=self.by(f"{at}.office"), note=note)

    def sees(self, username, opinion):
        """Whether somebody of the cast sees an opinion."""
        return access.sees(self.by(username), opinion.number)

    def hide(self, opinion, at="hb"):
        """Let the congress office of a street make an opinion confidential."""
        actions.hide(opinion, by=self.by(f"{at}.office"), note="涉及检举")

    def unhide(self, opinion, at="hb"):
        """Let the congress office of a street lift the confidentiality."""
        actions.unhide(opinion, by=self.by(f"{at}.office"), note="不涉密")

    def order_to_desk(self, state):
        """The lead order of an opinion that was handed over to the street office's desk."""
        opinion, desk = self.opinion("triaged"), self.by("hb.gov")
        self.hand_over(opinion, self.desk())
        order = self.lead(opinion)
        if state == "returned":
            return self.send_back(order, by=desk)
        return take(order, "accept", by=desk) if state == "accepted" else order

    def photo(self, by, colour="green"):
        """A photo that somebody has just sent."""
        return keep(SimpleUploadedFile("IMG_1.jpg", _jpeg(colour), content_type="image/jpeg"), by=by)

    def answer(self, order, *, by, text="已补种灌木 40 株。", resolution="solved", **more):
        """What a unit says it has done, with a photo of how it looks where it can be seen."""
        photos = [self.photo(by)] if order.on_site and resolution != "planned" else []
        return orders.answer(order, answer_text=text, resolution=resolution, photos=photos, by=by, **more)

    def send_back(self, order, *, by, to="综合行政执法队", note="不属本科室职责", act=orders.send_back):
        """A unit finds that it is another one's work; or, by `act`, has a joint meeting decide."""
        return act(order, return_reason="not_ours", suggested=self.unit(to), by=by, note=note)

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

    def explained(self):
        """An opinion that a deputy has explained on the spot."""
        return exits.answer_on_spot(self.report(), answer="按规定，修剪安排在秋季。", by=self.deputy())

    def colleague(self, username):
        """Somebody else on the post of one of the cast."""
        actor = self.by(username)
        other = register_staff(f"{username}.2", "蒋文")
        appoint(other, Post.objects.get(pk=actor.post_id))
        return actor_of(other)

    def handle(self, opinion, at="hb"):
        """A further round from the handing over to the answer."""
        for step in ("sent", "accepted", "answered_by_unit", "answered"):
            getattr(self, f"_to_{step}")(opinion, at)
        opinion.refresh_from_db()

    def finish(self, opinion, at="hb"):
        """The rest of a round that a unit has in hand."""
        self._to_answered_by_unit(opinion, at)
        self._to_answered(opinion, at)
        opinion.refresh_from_db()

    def promise(self, opinion):
        return promises(opinion.key).get()

    def keep(self, promise, at="hb"):
        """The unit does what it promised, and the office sees that it did."""
        by = self.by(f"{at}.pm")
        orders.keep(promise, text="已全部补种。", by=by, photos=[self.photo(by)])
        take(promise, "confirm", by=self.by(f"{at}.office"))

    def _not_accepted(self, initials, **more):
        opinion = self.opinion("triaged", initials=initials, **more)
        why = {"refusal": "out_of_scope", "reason": "这件事由市里办理，请拨打 12345。"}
        return exits.decline(opinion, **why, by=self.by(f"{initials.lower()}.office"))

    def _merged(self, initials, into=None, **more):
        lead = into or self.opinion("triaged", initials=initials)
        opinion = self.opinion("triaged", initials=initials, **more)
        by = self.by(f"{initials.lower()}.office")
        return exits.merge(opinion, into=lead, reason="已有居民反映同一问题，一并办理。", by=by)

    def _handed_over(self, initials, **more):
        opinion = self.opinion("triaged", initials=initials, **more)
        where = {"destination": "petition", "reason": "这件事由信访部门依法办理。"}
        return exits.hand_over(opinion, **where, by=self.by(f"{initials.lower()}.office"))

    def _withdrawn(self, initials, **more):
        opinion = self.opinion("triaged", initials=initials, **more)
        return exits.withdraw(opinion, by=self.resident())

    def _promised(self, initials, **more):
        opinion = self.opinion("accepted", initials=initials, **more)
        order, at = self.lead(opinion), initials.lower()
        later = clock.today() + timedelta(days=30)
        said = {"text": "列入秋季补种计划。", "resolution": "planned", "owner": "绿化科", "until": later}
        self.answer(order, by=self.by(f"{at}.pm"), **said)
        take(order, "approve", by=self.by(f"{at}.office"))
        opinion.refresh_from_db()
        return opinion

    def _to_callback(self, opinion, at):
        said = {"reached": True, "solved": False, "words": "还有一半没补，请再看看。"}
        after.call_back(opinion, **said, by=self.by(f"{at}.office"))

    def _to_closed(self, opinion, at):
        take(opinion, "close", by=self.by(f"{at}.office"), note="已说明补种时间")

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
        self.answer(self.lead(opinion), by=self.by(f"{at}.pm"))

    def _to_answered(self, opinion, at):
        take(self.lead(opinion), "approve", by=self.by(f"{at}.office"))

    def _to_rated(self, opinion, _at):
        opinion.refresh_from_db()
        after.rate(opinion, rating=2, words="还有一半没补", by=self.resident())
