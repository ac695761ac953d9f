"""The page of a job, and who sees it."""

import pytest
from django.test import Client
from django.urls import reverse

from minsheng.ground.jobs import actions
from minsheng.ground.jobs.models import Job
from minsheng.ground.jobs.tests.conftest import KIND

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(clerk):
    return actions.start(KIND, "2019.csv", by=clerk, total=10)


def browser(person):
    client = Client()
    client.force_login(person)
    session = client.session
    session["strong"] = True
    session.save()
    return client


def page(client, job, name="job"):
    return client.get(reverse(f"jobs:{name}", args=[job.pk]))


def test_whoever_began_a_job_and_administrators_see_it_and_nobody_else(town, job):
    who = ("hb.office", "admin", "hb.director", "kx.office", "auditor", "hb.pm")
    found = {name: page(browser(town.person(name)), job).status_code for name in who}
    assert found == dict.fromkeys(who, 404) | {"hb.office": 200, "admin": 200}
    assert page(Client(), job).url == f"/signin/?next=/jobs/{job.pk}/"


def test_a_running_job_shows_how_far_it_is_and_can_be_looked_at_again_without_scripts(town, job):
    Job.objects.filter(pk=job.pk).update(done=4)
    said = page(browser(town.person("hb.office")), job).content.decode()
    assert said.count("4 / 10") + said.count("10") >= 1
    assert said.count(f'href="/jobs/{job.pk}/"') == 1
    assert said.count(f'action="/jobs/{job.pk}/stop/"') == 1


def test_a_job_that_ended_shows_its_rows_and_gives_them_as_a_file(town, job):
    actions.run(job.pk)
    client = browser(town.person("hb.office"))
    said = page(client, job).content.decode()
    assert (said.count("not even"), said.count("/failed.csv"), said.count("hx-trigger")) == (2, 1, 0)
    file = page(client, job, "failed")
    assert file.content.decode("utf-8-sig").splitlines()[1:] == ["3,not even", "9,not even"]
    assert file["Content-Disposition"] == f'attachment; filename="failed-{job.pk}.csv"'


def test_a_job_is_stopped_by_a_button(town, job):
    client = browser(town.person("hb.office"))
    response = client.post(reverse("jobs:stop", args=[job.pk]))
    assert (response.status_code, response.url) == (302, f"/jobs/{job.pk}/")
    assert Job.objects.get(pk=job.pk).status == "stopped"
    assert client.post(reverse("jobs:stop", args=[job.pk])).status_code == 409
