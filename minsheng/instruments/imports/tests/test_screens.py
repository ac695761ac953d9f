"""The same on a page: upload, look, start, and what became of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from minsheng.ground.jobs import actions as jobs
from minsheng.ground.jobs.models import Job
from minsheng.ground.journal.models import Entry
from minsheng.instruments.imports import actions, store
from minsheng.instruments.imports.models import Upload
from minsheng.instruments.imports.tests.conftest import GOOD, table
from minsheng.instruments.opinions.models import Opinion
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db

BAD = ("昨天", "井盖", "井盖松动。")
NEW = reverse("imports:new")


def send(client, content=None, name="2019.csv"):
    return client.post(NEW, {"file": SimpleUploadedFile(name, table(GOOD, BAD) if content is None else content)})


def mapping(**more):
    return {"time": "0", "title": "1", "text": "2", "channel": "paper", "live": "", "station": ""} | more


def done(job_page):
    """What the worker makes of the job whose page one was sent to."""
    job = Job.objects.get(pk=int(job_page.strip("/").split("/")[-1]))
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_office_and_coordinators_import_and_nobody_else(desk):
    who = ("hb.office", "kx.station", "hb.director", "hb.gov", "hb.pm", "district", "auditor", "admin")
    found = {name: desk(name).get(NEW).status_code for name in who}
    assert found == dict.fromkeys(who, 403) | {"hb.office": 200, "kx.station": 200}
    assert Client().get(NEW).url == f"/signin/?next={NEW}"


def test_an_upload_leads_to_its_columns_with_the_first_rows_and_nothing_is_in_yet(desk):
    client = desk("hb.office")
    response = send(client)
    said = client.get(response.url).content.decode()
    assert (response.status_code, said.count(GOOD[2]), said.count("时间无法识别")) == (302, 1, 1)
    assert said.count('<option value="0" selected>time</option>') == 1
    assert Opinion.objects.count() == 0


def test_an_office_imports_for_its_street_and_the_job_says_what_came_of_it(town, desk):
    client = desk("hb.office")
    page = send(client).url
    response = client.post(page, mapping(start="1"))
    job = done(response.url)
    opinion = Opinion.objects.get()
    assert (opinion.place, opinion.office_id, opinion.channel) == (town.street(), town.by("hb.office").unit_id, "paper")
    assert (opinion.entered_by, opinion.historical) == (town.person("hb.office"), True)
    assert (job.status, job.message, job.done) == ("done", "录入 1 件，1 行未录入。", 2)
    assert job.failed == [{"row": 3, "reason": "时间无法识别，请写成 2019-02-28 11:25"}]
    assert client.get(response.url).content.decode().count("录入 1 件，1 行未录入。") == 1
    assert Entry.objects.get(step="import").signature.person == town.person("hb.office")


def test_a_coordinator_imports_for_a_station_in_reach(town, desk):
    client = desk("kx.station")
    page = send(client).url
    form = client.get(page).context["form"]
    station = form.fields["station"].initial
    job = done(client.post(page, mapping(start="1", station=station)).url)
    opinion = Opinion.objects.get()
    assert (job.status, opinion.station.code, opinion.place) == ("done", station, town.street("KX"))
    assert client.post(send(client).url, mapping(start="1", station="")).status_code == 422


def test_what_was_imported_can_not_be_started_twice(desk):
    client = desk("hb.office")
    page = send(client).url
    first, second = client.post(page, mapping(start="1")), client.post(page, mapping(start="1"))
    assert (first.url, Job.objects.count()) == (second.url, 1)
    assert client.get(page).url == first.url


def test_columns_that_are_chosen_wrongly_are_said_and_nothing_typed_is_lost(desk):
    client = desk("hb.office")
    page = send(client).url
    response = client.post(page, mapping(text="1", channel="phone", start="1"))
    said = response.content.decode()
    assert (response.status_code, said.count("这一列重复选择了。")) == (422, 2)
    assert said.count('<option value="phone" selected>') == 1
    assert client.post(page, mapping(text="", start="1")).status_code == 422
    assert Job.objects.count() == 0


def test_columns_of_any_name_can_be_mapped_and_are_shown_that_way(desk):
    client = desk("hb.office")
    page = send(client, table(GOOD, headings=("甲", "乙", "丙"))).url
    assert client.get(page).content.decode().count(GOOD[2]) == 0
    assert client.post(page, mapping(look="1")).content.decode().count(GOOD[2]) == 1
    assert done(client.post(page, mapping(start="1")).url).facts["imported"] == 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", table(), b"PK\x03\x04 no workbook"])
def test_what_can_not_be_read_is_refused_and_not_kept(desk, content):
    response = send(desk("hb.office"), content)
    assert (response.status_code, response.content.decode().count('class="wrong"')) == (422, 1)
    assert (Upload.objects.count(), _kept()) == (0, [])


def _kept():
    folder = store.path("x").parent
    return list(folder.iterdir()) if folder.exists() else []


def test_what_is_too_large_is_refused(desk, monkeypatch):
    from minsheng.ground.people.actors import SYSTEM
    from minsheng.ground.policies.actions import decide

    decide("imports.limits", {"megabytes": 1, "rows": 1, "days": 7}, source="test", by=SYSTEM)
    client = desk("hb.office")
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert send(client, b"time,title,text\n" + b"x" * 1024 * 1024).status_code == 413
        assert send(client, table(GOOD, GOOD)).status_code == 413
        assert send(client, table(GOOD)).status_code == 302


def test_a_form_without_a_file_or_without_its_token_is_refused(town):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.person("hb.office"))
    session = client.session
    session["strong"] = True
    session.save()
    assert client.post(NEW).status_code == 403


def test_an_upload_is_its_owners_alone(desk):
    page = send(desk("hb.office")).url
    assert desk("kx.office").get(page).status_code == 404
    assert desk("hb.office").get(page).status_code == 200


def test_files_are_private_and_deleted_after_some_days(desk):
    client = desk("hb.office")
    send(client)
    (file,) = _kept()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert actions.forget() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert actions.forget() == 1
    assert (_kept(), Upload.objects.count()) == ([], 0)


def test_an_import_whose_file_is_gone_says_what_to_do(desk):
    client = desk("hb.office")
    response = client.post(send(client).url, mapping(start="1"))
    _kept()[0].unlink()
    job = done(response.url)
    assert (job.status, Opinion.objects.count(), bool(job.message)) == ("broken", 0, True)


def test_an_import_that_was_killed_goes_on_where_it_was(desk, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    client = desk("hb.office")
    rows = [(GOOD[0], "题", f"内容 {i}") for i in range(5)]
    response = client.post(send(client, table(*rows, BAD)).url, mapping(start="1"))
    job = Job.objects.get()
    turns = jobs.WORKS[actions.KIND](job, jobs.queries.actor_of(job))
    jobs._progress(job, next(turns))  # then the worker dies
    turns.close()
    job = done(response.url)
    assert (job.status, job.done, job.facts["imported"], job.facts["existing"], job.failures) == ("done", 6, 5, 0, 1)
    assert Opinion.objects.count() == 5


def test_live_rows_begin_with_their_clocks(desk):
    client = desk("hb.office")
    done(client.post(send(client).url, mapping(start="1", live="live")).url)
    assert Opinion.objects.get().historical is False


def test_the_last_imports_are_listed_below_the_form(desk):
    client = desk("hb.office")
    response = client.post(send(client).url, mapping(start="1"))
    assert client.get(NEW).content.decode().count(f'href="{response.url}"') == 1
    assert desk("kx.office").get(NEW).content.decode().count(response.url) == 0
