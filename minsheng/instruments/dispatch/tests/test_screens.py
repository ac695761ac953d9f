"""What units and the office see of orders, their time and their promises, and what a form keeps."""

import io
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from minsheng.instruments.dispatch import actions
from minsheng.instruments.dispatch.models import Extension, Promise
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

pytestmark = pytest.mark.django_db

LAW = "综合行政执法队"


@pytest.fixture
def desk(town):
    """A browser in which somebody of the cast is signed in with both factors."""

    def sit(who):
        client = Client()
        client.force_login(town.person(who))
        session = client.session
        session["strong"] = True
        session.save()
        return client

    return sit


def of(subject, step):
    room = "order" if subject.kind() == "dispatch.order" else subject.kind().partition(".")[2]
    return reverse(f"dispatch:{room}-step", args=[subject.number, step])


def page(client, matter):
    return client.get(reverse("opinions:opinion", args=[matter]))


def offered(client, subject):
    """The steps of an order or its part on the page of its matter."""
    shown = page(client, subject.matter_number).content.decode()
    address = of(subject, "x").removesuffix("x/")
    return list(dict.fromkeys(re.findall(rf'"{address}(\w+)/', shown)))


def test_what_can_be_seen_is_asked_for_a_photo_and_everything_typed_stays(town, desk):
    order, client = town.lead(town.opinion("accepted")), desk("hb.pm")
    typed = {"answer_text": "已补种四十株。", "resolution": "solved", "note": "请过目"}
    refused = client.post(of(order, "answer"), typed)
    text = refused.content.decode()
    order.refresh_from_db()
    assert (refused.status_code, order.state) == (422, "accepted")
    assert refused.context["form"].errors == {"photos": ["请上传办理后的现场照片。"]}
    assert ">\n已补种四十株。</textarea>" in text
    assert ">\n请过目</textarea>" in text
    assert re.search(r'value="solved"[^>]*checked', text)
    assert client.post(of(order, "answer"), {**typed, "photos": picture()}).status_code == 302


def picture():
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(target, "JPEG")
    return SimpleUploadedFile("IMG_2.jpg", target.getvalue(), content_type="image/jpeg")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, {"owner": ["请填写由谁负责。"], "until": ["请选择日期。"]}),
        ({"owner": "主任", "until": "2020-01-01"}, {"until": ["请选择今天之后的日期。"]}),
        ({"owner": "主任", "until": "2099-03-12"}, None),
    ],
)
def test_a_plan_names_its_owner_and_a_day_to_come(town, desk, given, wrong):
    order = town.lead(town.opinion("accepted"))
    answer = desk("hb.pm").post(of(order, "answer"), {"answer_text": "春天补种。", "resolution": "planned", **given})
    assert (answer.context["form"].errors if wrong else answer.status_code) == (wrong or 302)


def test_what_is_not_planned_keeps_no_owner(town, desk):
    order = town.lead(town.opinion("accepted"))
    typed = {"answer_text": "已补种。", "resolution": "solved", "owner": "主任", "until": "2099-03-12"}
    desk("hb.pm").post(of(order, "answer"), {**typed, "photos": picture()})
    order.refresh_from_db()
    assert (order.state, order.owner, order.until) == ("answered", "", None)


def test_sending_back_needs_a_reason_of_the_rule_and_whose_it_is(town, desk):
    order, client = town.lead(town.opinion("sent")), desk("hb.pm")
    refused = client.post(of(order, "send_back"), {"note": "不归我们"})
    form = client.get(of(order, "send_back")).context["form"]
    names = [unit.name for unit in form.fields["suggested"].queryset]
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["return_reason", "suggested"])
    assert (LAW in names, order.unit.name in names, "城市管理局" in names) == (True, False, True)


def test_the_office_reads_why_and_finds_the_suggested_unit_chosen(town, desk):
    order, office = town.lead(town.opinion("sent")), desk("hb.office")
    town.send_back(order, by=town.by("hb.pm"), to=LAW)
    shown = page(office, order.matter_number).content.decode()
    form = office.get(of(order, "redirect")).content.decode()
    assert (f"不属于本单位职责<br>建议承办单位：{LAW}" in shown) is True
    assert re.search(rf'<option value="{town.unit(LAW).pk}" selected>', form)


def test_what_would_be_refused_is_not_offered(town, desk):
    order, client = town.lead(town.opinion("accepted")), desk("hb.pm")
    before = offered(client, order)
    actions.claim(order, by=town.by("hb.pm"))
    actions.ask(order, until=clock.today() + timedelta(days=9), note="苗木在途", by=town.by("hb.pm"))
    assert before == ["answer", "claim", "assign", "progress", "ask", "note_down"]
    assert offered(client, order) == ["answer", "assign", "progress", "note_down"]
    assert "承办人：" in page(client, order.matter_number).content.decode()


def test_asking_too_late_says_so_and_keeps_the_reason(town, desk):
    order, client = town.lead(town.opinion("accepted")), desk("hb.pm")
    with clock.at(clock.now() + timedelta(days=10)):
        late = client.post(of(order, "ask"), {"until": "2099-03-12", "note": "苗木在途"})
    assert (late.status_code, Extension.objects.count()) == (422, 0)
    assert late.context["form"].non_field_errors() == ["已过申请延期的时限，请按目前办理情况反馈。"]
    assert ">\n苗木在途</textarea>" in late.content.decode()


def test_a_request_for_more_time_stands_below_its_order_until_the_office_decides(town, desk):
    order = town.lead(town.opinion("accepted"))
    extension = actions.ask(order, until=date(2099, 3, 12), note="苗木在途", by=town.by("hb.pm"))
    office, unit = desk("hb.office"), desk("hb.pm")
    before = (offered(office, extension), offered(unit, extension))
    assert office.post(of(extension, "grant")).status_code == 302
    shown = page(unit, order.matter_number).content.decode()
    assert before == (["grant", "refuse"], [])
    assert ("延至 2099-03-12 17:30" in shown, "已同意" in shown, offered(office, extension)) == (True, True, [])


def test_the_resident_reads_the_reason_and_the_new_day(town, desk):
    opinion = town.opinion("accepted")
    extension = actions.ask(town.lead(opinion), until=date(2099, 3, 12), note="苗木在途", by=town.by("hb.pm"))
    resident = Client()
    resident.force_login(opinion.author)
    before = page(resident, opinion.number).content.decode()
    actions.grant(extension, by=town.by("hb.office"), note="内部同意")
    after = page(resident, opinion.number).content.decode()
    assert ["苗木在途" in before, "苗木在途 · 2099-03-12" in after, "内部同意" in after] == [False, True, False]


def test_a_promise_is_kept_on_the_page_of_its_matter(town, desk):
    order = town.lead(town.opinion("accepted"))
    plan = {"resolution": "planned", "owner": "公管办主任", "until": date(2099, 3, 12)}
    town.answer(order, by=town.by("hb.pm"), text="列入春季补种。", **plan)
    take(order, "approve", by=town.by("hb.office"))
    promise, unit, office = Promise.objects.get(), desk("hb.pm"), desk("hb.office")
    steps = [offered(unit, promise)]
    refused = unit.post(of(promise, "keep"), {"text": "已补种四十株。"})
    unit.post(of(promise, "keep"), {"text": "已补种四十株。", "photos": picture()})
    steps.append(offered(office, promise))
    office.post(of(promise, "confirm"))
    promise.refresh_from_db()
    assert (steps, refused.status_code, promise.state) == ([["keep"], ["confirm", "dismiss"]], 422, "kept")
    assert unit.get(reverse("dispatch:promise", args=[promise.number])).url == f"/o/{order.matter_number}/"


def test_photos_of_a_promise_are_the_residents_once_it_is_found_to_be_kept(town):
    from minsheng.instruments.dispatch.access import sees_photos_of_promise

    order, handler = town.lead(town.opinion("accepted")), town.by("hb.pm")
    plan = {"resolution": "planned", "owner": "主任", "until": date(2099, 3, 12)}
    town.answer(order, by=handler, **plan)
    take(order, "approve", by=town.by("hb.office"))
    promise = Promise.objects.get()
    actions.keep(promise, text="已补种。", photos=[town.photo(handler)], by=handler)
    who = (town.resident(), town.resident(2), handler)
    before = [sees_photos_of_promise(actor, promise.number) for actor in who]
    take(promise, "confirm", by=town.by("hb.office"))
    assert before == [False, False, True]
    assert [sees_photos_of_promise(actor, promise.number) for actor in who] == [True, False, True]
