"""What stands beside matters: raised a level, asked for, promised, sent away, to be taken off, given up on its way."""

from datetime import timedelta

from minsheng.ground.duties.queries import open_duty
from minsheng.ground.figures.actions import fold
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.phrases import actions as phrases
from minsheng.ground.policies.actions import decide
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.gateways.models import Delivery
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing.actions import ask_removal
from minsheng.instruments.publishing.queries import answer_page
from minsheng.kernel import clock
from minsheng.kernel.workflow import take
from minsheng.ports.governance import posts

LONG, SOON = timedelta(days=91), timedelta(days=3)
UNITS = (("pm", "公共服务办公室"), ("ps", "区域发展办公室"), ("rd", "综合行政执法队"))
PLATFORM = {"mode": "http", "connection": "kx", "street_desk": True, "departments": True}


def beside(town, numbers):
    """Their numbers in addresses, by name."""
    _phrases(town)
    _given_up(town)
    asked = ask_removal(
        (Opinion.kind(), numbers["closed"]), what="too_much", reason="看得出是谁家。", by=town.resident(2)
    )
    found = {
        "disputed": _disputed(town).number,
        "waiting": _waiting(town).number,
        "at_desk": town.order_to_desk("accepted").matter_number,
        "explained": town.explained().number,
        "followed": _followed(town).number,
        "takedown": asked.number,
        "asked_off": answer_page(asked.number),
        "duty": open_duty(town.lead(Opinion.objects.get(number=numbers["accepted"])).key).pk,
    }
    fold()
    return found | _promised(town) | _post(town)


def _phrases(town):
    by = town.by("hb.pm")
    phrases.add("已安排养护单位三日内到场。", use="answer", shared=True, by=by)
    phrases.add("请先拍照，再清理。", use="note", shared=False, by=by)


def _given_up(town):
    """An order that the platform of another street never took."""
    decide("gateway.four_platforms", PLATFORM, place=town.street("KX"), source="一次试连", by=SYSTEM)
    town.opinion("sent", initials="KX")
    take(Delivery.objects.latest("pk"), "give_up", by=SYSTEM, changes={"error": "http_503", "tries": 12})


def _disputed(town):
    """Sent back by two units; the third brings it before a joint meeting, one level higher."""
    opinion = town.opinion("sent", by=town.resident(3))
    for code, whose in UNITS[:2]:
        order = town.send_back(town.lead(opinion), by=town.by(f"hb.{code}"), to=whose)
        orders.redirect(order, unit=town.unit(whose), by=town.by("hb.office"))
    code, whose = UNITS[2]
    town.send_back(town.lead(opinion), by=town.by(f"hb.{code}"), to=whose, act=orders.dispute)
    return opinion


def _waiting(town):
    """Its unit has asked for more time."""
    opinion = town.opinion("accepted", by=town.resident(3))
    day = clock.today() + SOON
    orders.ask(town.lead(opinion), until=day, note="苗木要等三天才到。", by=town.by("hb.pm"))
    return opinion


def _followed(town):
    opinion = town.opinion("accepted", by=town.resident(3))
    return after.track(opinion, posts=[town.deputy_row().post], by=town.by("hb.office"))


def _promised(town):
    """In public: one promise that is open, one that is late, one that the unit says is kept."""
    with clock.at(clock.now() - LONG):
        late = town.opinion("promised", by=town.resident(4))
    claimed, plain = (town.opinion("promised", by=town.resident(4)) for _ in range(2))
    for opinion in (late, claimed, plain):
        town.publish(opinion, actions.Copy(opinion.title, opinion.text, "列入秋季补种计划。"))
    by = town.by("hb.pm")
    orders.keep(town.promise(claimed), text="已全部补种。", by=by, photos=[town.photo(by)])
    return {"claimed": claimed.number, "late": late.number}


def _post(town):
    """A post whose holder is away soon."""
    person, by = town.person("hb.pm"), town.by("hb.director")
    seat = person.appointments.select_related("post").first()
    days = {"since": clock.today(), "until": clock.today() + SOON}
    posts.name_substitute(seat.post, person=town.person("hb.ps"), **days, by=by, note="年休假")
    return {"post": seat.post_id, "seat": seat.pk}
