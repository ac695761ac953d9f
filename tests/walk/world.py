"""The opinions that the walk is about, by the letters of `table`, and what stands for the words of its addresses."""

import io
from dataclasses import replace
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from minsheng.deliberation.council import actions as councils
from minsheng.deliberation.council.models import Convening, Item
from minsheng.deliberation.council.queries import desks
from minsheng.demo.cast import post_of
from minsheng.ground.codes.actions import code_for
from minsheng.ground.codes.actions import replace as replace_code
from minsheng.ground.duties.queries import open_duty
from minsheng.ground.files import actions as files
from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of
from minsheng.ground.links.actions import make
from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.people.models import Person
from minsheng.ground.places.models import Station
from minsheng.ground.policies.queries import category
from minsheng.instruments.activities import actions as activities
from minsheng.instruments.activities.actions import Plan
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.dispatch.models import Extension, Promise
from minsheng.instruments.escalations import actions as escalations
from minsheng.instruments.escalations.queries import of_matter as escalated
from minsheng.instruments.handovers.queries import of_matter as handed_over
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import Copy, after, asking, exits
from minsheng.instruments.publishing.models import Publication
from minsheng.instruments.surveys.actions import open_survey
from minsheng.instruments.surveys.fields import draft_of
from minsheng.kernel import clock
from minsheng.kernel.workflow import begin, take
from tests.walk.tasks import tasks

UNKNOWN = "00000000-0000-4000-8000-000000000000"
COLOURS = iter(range(1, 1 << 24))


def picture(colour=None):
    """A photo as a browser sends it; each one different, unless a colour is given."""
    target, colour = io.BytesIO(), colour or f"#{next(COLOURS) * 7919 % (1 << 24):06x}"
    Image.new("RGB", (320, 240), colour).save(target, "JPEG")
    return SimpleUploadedFile("IMG_1.jpg", target.getvalue(), content_type="image/jpeg")


def world(town):
    """Opinions by letter; all sent by resident 1 to the first deputy of 湖滨, with a photo."""
    made = {letter: reported(town) for letter in "MHPWSBAL"}
    for letter in "MHBAL":
        taken_on(town, made[letter])
    for letter in "BA":
        order = town.lead(made[letter])
        done = {"answer_text": "已补种灌木。", "resolution": "solved", "photos": [kept(town.by("hb.pm"))]}
        orders.answer(order, **done, by=town.by("hb.pm"))
    plan = {"answer_text": "春天补种。", "resolution": "planned", "owner": "主任", "until": date(2099, 3, 12)}
    orders.answer(town.lead(made["L"]), **plan, by=town.by("hb.pm"))
    for letter in "AL":
        take(town.lead(made[letter]), "approve", by=town.by("hb.office"))
    soon = clock.today() + timedelta(days=20)
    orders.ask(town.lead(made["M"]), until=soon, note="等待苗木到货", by=town.by("hb.pm"))
    for letter in "MH":
        escalations.escalate(made[letter], level=2, reason="by_hand", by=town.by("hb.office"))
    actions.hide(made["H"], note="涉及个人", by=town.by("hb.office"))
    for letter in "PW":
        passed_on(town, made[letter])
        shown = Copy("灌木枯死", "请补种。", photos=of(*made[letter].key))
        actions.publish(made[letter], copy=shown, by=town.by("hb.office"))
    actions.unpublish(made["W"], note="撤下", by=town.by("hb.office"))
    return made | beside(town)


def beside(town):
    """Opinions by letter that left the usual way, or are past their answer."""
    made, office = {letter: reported(town) for letter in "TGDCX"}, town.by("hb.office")
    for letter in "TGD":
        passed_on(town, made[letter])
        actions.triage(made[letter], category=category("03.01"), tier="simple", by=office)
    exits.hand_over(made["G"], destination="petition", reason="由信访部门依法办理。", by=office)
    exits.decline(made["D"], refusal="out_of_scope", reason="这件事由市里办理。", by=office)
    for letter in "CX":
        taken_on(town, made[letter])
        town.finish(made[letter])
    after.rate(made["C"], rating=1, by=town.resident(1))
    after.call_back(made["C"], reached=True, solved=False, words="还没弄好", by=office)
    take(made["X"], "close", by=SYSTEM)
    asking.ask(made["X"])
    return made


def kept(by):
    return files.keep(picture(), by=by)


def reported(town):
    by = town.resident(1)
    return town.report(by=by, deputy=town.deputy_row("HB"), photos=[kept(by)])


def passed_on(town, opinion):
    take(opinion, "transfer", by=town.deputy("HB"))


def taken_on(town, opinion):
    passed_on(town, opinion)
    actions.triage(opinion, category=category("01.05"), tier="simple", by=town.by("hb.office"))
    actions.dispatch(opinion, to=town.unit(), by=town.by("hb.office"))
    take(town.lead(opinion), "accept", by=town.by("hb.pm"))


def events(town):
    """What takes place: R is public and going on, N isn't public and still to come; a station, a deputy, codes."""
    office, station = town.by("hb.office"), Station.objects.get(pk__in=town.by("hb.station").stations)
    plan = Plan("meeting", station.place, clock.now(), clock.now() + timedelta(hours=2), "议事", station=station)
    running = activities.announce(plan, by=office)
    hidden = activities.announce(replace(plan, title="闭门会", public=False), by=office)
    take(running, "start", by=office)
    activities.draft(running, minutes="一、听取意见。", by=office)
    asked = activities.invite(hidden, deputies=[town.deputy_row("HB")], by=office)[0]
    put = {"title": "问卷", "questions": [draft_of("好吗 | 好 | 不好")], "place": town.street()}
    survey = open_survey(hidden, **put, by=office)
    old = code_for(("people.deputy", "HB-01"), town.street().district)
    replace_code(old, by=office)
    return {
        "R": running.number,
        "N": hidden.number,
        "invitation to N": asked.number,
        "survey of N": survey.number,
        "the station": station.code,
        "the code": code_for(("places.station", station.code), town.street().district).short,
        "the old code": old.short,
    }


def council(town):
    """Two nominations, a meeting and the duty of a year, all of 湖滨."""
    place, director = town.street(), town.by("hb.director")
    facts = {"name": "丁若兰", "phone": "19900000091", "category": "resident", "how": "self", "why": "热心。"}
    vetted, shown = (councils.recommend(place, by=town.resident(1), **facts) for _n in range(2))
    for one in (vetted, shown):
        take(one, "vet", by=town.by("hb.office"), note="已核实")
    councils.announce(shown, by=director)
    starts = clock.now() + timedelta(days=9)
    plan = Plan("meeting", place, starts, starts + timedelta(hours=2), "年初会议")
    meeting = councils.convene(plan, [Item(kind="report", title="听取报告")], by=director)
    year = Convening(number="SC-HB-Y2026", year=2026, **desks(place))
    begin(year, "fall_due", by=SYSTEM)
    return {"U": vetted.number, "V": shown.number, "C-meeting": meeting.number}


def things(town, made):
    """What stands for the words that an address may have, beside the letters."""
    photo = {letter: of(*opinion.key)[0].pk for letter, opinion in made.items()}
    done = {letter: of(*town.lead(made[letter]).key)[0].pk for letter in "BA"}
    return (
        {letter: opinion.number for letter, opinion in made.items()}
        | events(town)
        | council(town)
        | tasks(town)
        | {
            "O": town.lead(made["M"]).number,
            "more time for O": Extension.objects.get().number,
            "promise of L": Promise.objects.get().number,
            "hand-over of G": handed_over(made["G"].key).get().number,
            "order of H": town.lead(made["H"]).number,
            "escalation of M": escalated(made["M"].key)[0].number,
            "escalation of H": escalated(made["H"].key)[0].number,
            "duty of M": open_duty(town.lead(made["M"]).key).pk,
            "duty of H": open_duty(town.lead(made["H"]).key).pk,
            "post of the office": post_of("hb.office").pk,
            "appointment at the office": post_of("hb.office").appointments.get().pk,
            "photo of M": photo["M"],
            "photo of H": photo["H"],
            "photo of the answer of B": done["B"],
            "photo of the answer of A": done["A"],
            "public photo of P": of(Publication.KIND, made["P"].number)[0].pk,
            "public photo of W": File.objects.get(kind=Publication.KIND, number=made["W"].number).pk,
            "photo of nothing": UNKNOWN,
            "link to M": make(made["M"].key, made["M"].author_id, made["M"].district).strip("/").removeprefix("l/"),
            "demo": Person.objects.filter(demo=True, is_active=True)[0].pk,
            "real": Person.objects.filter(demo=False)[0].pk,
        }
    )
