"""Phrases: whose they are, and how they get into a form without a script."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from minsheng.ground.phrases import access, actions
from minsheng.ground.phrases.queries import phrases_for

pytestmark = pytest.mark.django_db


def desk(town, who):
    client = Client()
    client.force_login(town.person(who))
    session = client.session
    session["strong"] = True
    session.save()
    return client


def test_a_units_phrases_are_its_peoples_and_ones_own_only_ones_own(town):
    pm, office = town.by("hb.pm"), town.by("hb.office")
    actions.add("苗木已订。", use="answer", shared=True, by=pm)
    actions.add("已电话联系。", use="note", shared=False, by=pm)
    seen = {who: sorted(str(row) for row in access.visible_to(town.by(who))) for who in ("hb.pm", "hb.ps", "hb.office")}
    assert seen == {"hb.pm": ["已电话联系。", "苗木已订。"], "hb.ps": [], "hb.office": []}
    assert actions.remove(access.visible_to(pm)[0].pk, by=office) is False
    assert access.visible_to(pm).count() == 2


def test_ones_own_come_first_and_each_once(town):
    pm = town.by("hb.pm")
    general = phrases_for(pm, {"answer"})["answer"]
    for text in ("苗木已订。", "苗木已订。", general[0]):
        actions.add(text, use="answer", shared=False, by=pm)
    assert phrases_for(pm, {"answer"})["answer"] == ["苗木已订。", *general]


def test_the_page_keeps_and_removes_and_says_what_is_missing(town):
    client, page = desk(town, "hb.pm"), reverse("phrases:phrases")
    refused = client.post(page, {"text": "", "use": "note"})
    client.post(page, {"text": "已到现场。", "use": "answer", "shared": "on"})
    row = access.visible_to(town.by("hb.pm")).get()
    shown = client.get(page).content.decode()
    client.post(reverse("phrases:remove", args=[row.pk]))
    assert (refused.status_code, row.unit, "已到现场。" in shown) == (422, town.unit(), True)
    assert access.visible_to(town.by("hb.pm")).count() == 0


def test_who_works_in_no_unit_shares_with_nobody(town):
    client = Client()
    client.force_login(town.deputy_row().person)
    page = reverse("phrases:phrases")
    client.post(page, {"text": "请尽快看看。", "use": "note", "shared": "on"})
    row = access.visible_to(town.deputy()).get()
    assert (row.unit_id, row.person_id, 'name="shared"' in client.get(page).content.decode()) == (
        None,
        town.deputy().person_id,
        False,
    )


def test_a_phrase_chosen_without_a_script_comes_back_in_its_field_with_all_that_was_typed(town):
    order, client = town.lead(town.opinion("accepted")), desk(town, "hb.pm")
    address = reverse("dispatch:order-step", args=[order.number, "answer"])
    form = client.get(address).content.decode()
    offered = re.findall(r'name="phrase" value="([^"]+)"', form)
    typed = {"answer_text": "补种四十株。", "resolution": "solved", "note": "请过目", "phrase": offered[0]}
    again = client.post(address, typed)
    text = again.content.decode()
    order.refresh_from_db()
    assert {each.split(":")[0] for each in offered} == {"answer_text", "note"}
    assert (again.status_code, order.state, 'role="alert"' in text) == (200, "accepted", False)
    assert f">\n补种四十株。{offered[0].split(':')[1]}</textarea>" in text
    assert ">\n请过目</textarea>" in text
    assert re.search(r'value="solved"[^>]*checked', text)


def test_residents_are_offered_no_phrases(town):
    opinion = town.opinion("answered")
    client = Client()
    client.force_login(opinion.author)
    form = client.get(reverse("opinions:opinion-step", args=[opinion.number, "rate"])).content.decode()
    assert ('name="rating"' in form, 'name="phrase"' in form) == (True, False)
