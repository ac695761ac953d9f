"""Before it is sent: danger, other channels, and 我也遇到. Nothing typed is lost, nothing hidden is offered."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from minsheng.ground.duties.models import Duty
from minsheng.ground.notices.models import Notice
from minsheng.instruments.follows.queries import follows
from minsheng.instruments.opinions import access, actions
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.models import Opinion, Support
from minsheng.instruments.opinions.queries.nearby import similar
from minsheng.instruments.publishing import queries as publishing
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, TooOften

pytestmark = pytest.mark.django_db

SAME = "小区绿化带里的灌木都枯死了，什么时候补种？"
OTHER = "路口红绿灯坏了，车很乱"
DANGER = "楼下餐馆着火了，烟很大"
ACCUSES = "实名举报社区书记贪污低保金"
COURT = "我的案子二审判决不公，法官偏袒对方"
CALL = "tel:119"
PAUSED = "还没有发送"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def show(town, opinion, title="绿化带灌木枯死", text="小区绿化带灌木枯死，请补种。"):
    return actions.publish(opinion, copy=actions.Copy(title, text), by=town.by("hb.office"))


@pytest.fixture
def shown(town):
    """An open matter of somebody else in the first community of 湖滨 that everyone sees."""
    return show(town, town.opinion("triaged", by=town.resident(2)))


@pytest.fixture
def resident(town):
    client = Client()
    client.force_login(town.deputy_row().person.__class__.objects.get(pk=town.resident().person_id))
    return client


def given(town, text=SAME, i=0, **more):
    place = {"street": town.street().code, "community": town.community(i=i).code, "address": "祖庙巷"}
    return {"text": text, "deputy": "", "lon": "", "lat": ""} | place | more


def send(client, town, text=SAME, **more):
    return client.post("/report/", given(town, text, **more))


def page(response):
    return response.content.decode()


def typing(client, part="words", **typed):
    """What a script is answered while somebody types."""
    return page(client.post(f"/report/{part}/", typed, headers={"hx-request": "true"}))


# Danger


def test_danger_is_told_at_once_and_the_text_stays(town, resident):
    answer = send(resident, town, DANGER)
    said = page(answer)
    assert (answer.status_code, PAUSED in said, CALL in said, DANGER in said) == (200, True, True, True)
    assert Opinion.objects.count() == 0


def test_one_tap_sends_it_all_the_same(town, resident):
    answer = send(resident, town, DANGER, calm="1")
    assert (answer.status_code, Opinion.objects.get().text) == (302, DANGER)


def test_that_it_is_no_emergency_is_remembered_while_something_else_is_mended(town, resident):
    answer = send(resident, town, DANGER, calm="1", street="", community="")
    said = page(answer)
    assert (answer.status_code, CALL in said, '<input type="hidden" name="calm" value="1">' in said) == (
        422,
        False,
        True,
    )


def test_while_typing_the_words_are_answered_and_nothing_is_kept(client):
    said = [typing(client, **given) for given in ({"text": DANGER}, {"text": OTHER}, {"text": DANGER, "calm": "1"})]
    assert [CALL in words for words in said] == [True, False, False]
    assert (client.cookies.keys() - {"csrftoken"}, Opinion.objects.count()) == (set(), 0)


def test_without_a_script_nobody_lands_on_a_piece_of_a_page(client):
    assert [client.post(f"/report/{part}/", {"text": DANGER}).url for part in ("words", "nearby")] == ["/report/"] * 2


def test_a_stranger_gets_code_and_warning_in_one_answer_and_no_code_is_used_up(town, client, tmp_path, settings):
    settings.DATA = tmp_path
    asked = send(client, town, DANGER, phone="19900000077")
    assert (asked.status_code, CALL in page(asked), asked.context["form"].code_is_asked) == (200, True, True)
    code = re.findall(r"\b\d{6}\b", (tmp_path / "sms.log").read_text(encoding="utf-8"))[-1]
    typed = {"phone": "19900000077", "code": code, "asked": "on"}
    assert (send(client, town, DANGER, **typed).status_code, Opinion.objects.count()) == (200, 0)
    assert (send(client, town, DANGER, calm="1", **typed).status_code, Opinion.objects.count()) == (302, 1)


# An accusation, a court case


@pytest.mark.parametrize(
    ("text", "kind", "call"), [(ACCUSES, "accusation", "tel:12388"), (COURT, "court", "tel:12368")]
)
def test_it_is_sent_hidden_to_the_office_and_the_channels_are_named(town, resident, text, kind, call):
    assert call in typing(resident, text=text)
    answer = send(resident, town, text, deputy="HB-01")
    opinion = Opinion.objects.get()
    assert (opinion.state, opinion.hidden, opinion.suspected) == ("transferred", "provisional", kind)
    assert call in page(resident.get(answer.url))
    seen = {who: town.sees(who, opinion) for who in ("hb.office", "hb.director", "hb.gov", "district", "auditor")}
    assert seen == {"hb.office": True, "hb.director": True, "hb.gov": False, "district": False, "auditor": False}


def test_no_deputy_hears_of_it_until_the_office_lifts_it(town, resident):
    send(resident, town, ACCUSES, deputy="HB-01")
    opinion, deputy = Opinion.objects.get(), town.deputy()
    assert (access.sees(deputy, opinion.number), Notice.objects.filter(person=deputy.person_id).count()) == (False, 0)
    assert set(Duty.objects.open().values_list("unit", flat=True)) == {opinion.office_id}
    actions.unhide(opinion, by=town.by("hb.office"), note="不涉及检举")
    assert access.sees(deputy, opinion.number) is True


def test_the_office_confirms_it(town, resident):
    send(resident, town, ACCUSES)
    opinion = actions.hide(Opinion.objects.get(), by=town.by("hb.office"), note="涉及检举")
    assert (opinion.hidden, opinion.state) == ("confirmed", "transferred")


def test_an_ordinary_report_is_hidden_from_nobody(town, resident):
    send(resident, town, OTHER)
    assert Opinion.objects.values_list("hidden", "suspected", "state").get() == ("no", "", "submitted")


def test_a_suspended_deputy_can_not_be_addressed(town, resident):
    row = town.deputy_row()
    row.__class__.objects.filter(pk=row.pk).update(status="suspended")
    answer = send(resident, town, OTHER, deputy="HB-01")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["deputy"])


# The category


def test_the_office_finds_the_likeliest_category_chosen(town, desk):
    opinion = town.report("路灯不亮好几天了，人行道也坏了", by=town.resident())
    for step in ("received", "transferred"):
        getattr(town, f"_to_{step}")(opinion, "hb")
    form = desk("hb.office").get(f"/o/{opinion.number}/triage/").context["form"]
    groups = [group for group, _choices in form.fields["category"].choices][:3]
    assert (form["category"].value(), groups[1]) == ("01.04", "根据文字推荐")


# Similar matters


def test_a_similar_public_matter_of_the_community_is_offered_and_nothing_is_lost(town, resident, shown):
    answer = send(resident, town, photos=[_photo()])
    said = page(answer)
    assert (answer.status_code, PAUSED in said, f'value="{shown.number}"' in said) == (200, True, True)
    assert (SAME in said, 'name="photos_tokens"' in said, 'name="own" value="1"' in said) == (True, True, True)


def test_once_shown_the_own_report_is_sent(town, resident, shown):
    answer = send(resident, town, own="1")
    assert (answer.status_code, Opinion.objects.count()) == (302, 2)


def test_what_is_about_something_else_is_not_offered(town, resident, shown):
    assert send(resident, town, OTHER).status_code == 302


def test_near_is_the_community_or_so_many_metres(town, shown):
    text = {"text": SAME, "street": town.street()}
    there = {"lon": 120.168, "lat": 30.254}
    assert [len(similar(text | {"community": town.community(i=i)})) for i in (0, 1)] == [1, 0]
    point = publishing.of(shown.key)
    point.lon, point.lat = Decimal("120.168"), Decimal("30.254")
    point.save()
    assert [len(similar(text | there)), len(similar(text | there | {"lat": 30.259})), len(similar(text))] == [1, 0, 0]


def test_only_what_everyone_sees_and_what_is_open_is_offered(town, shown):
    asked = {"text": SAME, "street": town.street(), "community": town.community()}
    town.opinion("triaged", by=town.resident(3))  # never published
    assert [near.publication.number for near in similar(asked)] == [shown.number]
    Opinion.objects.filter(pk=shown.pk).update(hidden="provisional")
    assert similar(asked) == []
    Opinion.objects.filter(pk=shown.pk).update(hidden="no", state="closed")
    assert similar(asked) == []
    Opinion.objects.filter(pk=shown.pk).update(state="triaged")
    actions.unpublish(shown, by=town.by("hb.office"), note="重复")
    assert similar(asked) == []


def test_what_is_older_than_the_rule_says_is_not_offered(town, shown):
    asked = {"text": SAME, "street": town.street(), "community": town.community()}
    with clock.at(clock.now() + timedelta(days=91)):
        assert similar(asked) == []


def test_a_hidden_matter_leaves_no_trace_in_the_offer(town, client, shown):
    actions.hide(shown, by=town.by("hb.office"), note="涉及检举")
    said = typing(client, "nearby", **given(town))
    assert (said.strip(), client.get(f"/o/{shown.number}/support/").status_code) == ("", 302)


def test_the_offer_costs_few_queries(town, shown, django_assert_max_num_queries):
    asked = {"text": SAME, "street": town.street(), "community": town.community()}
    with django_assert_max_num_queries(6):
        assert len(similar(asked)) == 1


# 我也遇到


def test_choosing_it_keeps_what_was_typed_and_one_tap_supports(town, resident, shown):
    answer = resident.post("/report/", given(town, join=shown.number, photos=[_photo()]))
    assert (answer.status_code, answer.url) == (302, f"/o/{shown.number}/support/")
    back = page(resident.get("/report/"))
    assert (SAME in back, 'name="photos_tokens"' in back) == (True, True)
    done = resident.post(answer.url)
    assert (done.url, Support.objects.get().person_id) == (f"/public/{shown.number}/", town.resident().person_id)
    assert follows(shown.key, town.resident()) is True


def test_who_is_not_signed_in_signs_in_first_and_keeps_what_was_typed(town, client, shown):
    answer = client.post("/report/", given(town, join=shown.number))
    assert client.get(answer.url).url == f"/signin/?next=/o/{shown.number}/support/"
    assert SAME in page(client.get("/report/"))


def test_everyone_reads_how_many_met_with_it_at_once(town, client, shown):
    before = client.get(f"/public/{shown.number}/")
    with clock.at(clock.now() + timedelta(seconds=1)):
        after.support(shown, by=town.resident())
    now = client.get(f"/public/{shown.number}/", headers={"if-none-match": before["ETag"]})
    assert ("我也遇到（" in page(before), now.status_code, "我也遇到（已有 1 人）" in page(now)) == (False, 200, True)


def test_nobody_counts_twice_and_the_second_tap_is_no_error(town, resident, shown):
    assert [resident.post(f"/o/{shown.number}/support/").status_code for _ in range(2)] == [302, 302]
    assert Support.objects.count() == 1
    with pytest.raises(NotNow):
        after.support(shown, by=town.resident())


def test_neither_its_author_nor_an_official_counts(town, desk, shown):
    for by in (town.resident(2), town.by("hb.office"), town.deputy()):
        with pytest.raises(NotYours):
            after.support(shown, by=by)
    assert desk("hb.gov").post(f"/o/{shown.number}/support/").status_code == 403


def test_what_is_not_public_can_not_be_supported(town, resident):
    opinion = town.opinion("triaged", by=town.resident(2))
    assert resident.get(f"/o/{opinion.number}/support/").status_code == 404
    assert resident.post(f"/o/{opinion.number}/support/").status_code == 404


def test_it_is_limited(town, shown):
    for _ in range(20):
        actions.limit("support", town.resident(), "")
    with pytest.raises(TooOften):
        after.support(shown, by=town.resident())


def test_a_supporter_says_after_the_closing_that_it_is_not_solved(town, resident, shown):
    resident.post(f"/o/{shown.number}/support/")
    assert resident.post(f"/o/{shown.number}/unsolved/").status_code == 403
    Opinion.objects.filter(pk=shown.pk).update(state="closed")
    assert "还没解决" in page(resident.get(f"/o/{shown.number}/unsolved/"))
    assert resident.post(f"/o/{shown.number}/unsolved/").status_code == 302
    assert Support.objects.get().unsolved_at == clock.now()


def test_somebody_else_can_not_say_so(town, shown):
    Opinion.objects.filter(pk=shown.pk).update(state="closed")
    with pytest.raises(NotYours):
        after.unsolved(shown, by=town.resident(3))


def _photo():
    target = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(target, "JPEG")
    return SimpleUploadedFile("IMG_1.jpg", target.getvalue(), content_type="image/jpeg")
