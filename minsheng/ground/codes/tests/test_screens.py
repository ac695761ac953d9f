"""What a phone gets that scans a code, and who types one."""

import pytest

from minsheng.ground.codes import actions, queries
from minsheng.ground.people.actors import SYSTEM

pytestmark = pytest.mark.django_db
PUMP = ("wells.pump", "HB-01")


@pytest.fixture
def code(monkeypatch):
    monkeypatch.setitem(queries.LANDINGS, PUMP[0], lambda number: f"/pumps/{number}/")
    return actions.code_for(PUMP, "330102")


def test_a_scanned_code_leads_to_its_page_and_no_cache_keeps_that(client, code):
    answer = client.get(f"/c/{code.short}/")
    assert (answer.status_code, answer.url) == (302, "/pumps/HB-01/")
    assert "no-store" in answer["Cache-Control"]


def test_a_typed_code_leads_there_too(client, code):
    typed = f"{code.short[:3].lower()} {code.short[3:]}"
    assert client.post("/c/", {"code": typed}).url == "/pumps/HB-01/"


def test_a_code_that_was_never_made_is_told_and_stays_in_the_field(client):
    answer = client.post("/c/", {"code": "zzz-zzz"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="zzz-zzz"' in page) == (422, True)
    assert "没有这个码，请再对照一下海报或回执。" in page


def test_a_scanned_code_that_was_never_made_is_404_with_a_field_to_type_it(client):
    answer = client.get("/c/ZZZZZZ/")
    assert (answer.status_code, 'name="code"' in answer.content.decode()) == (404, True)


def test_a_replaced_code_says_so_and_leads_on(client, code):
    actions.replace(code, by=SYSTEM)
    answer = client.get(f"/c/{code.short}/")
    page = answer.content.decode()
    assert (answer.status_code, 'href="/pumps/HB-01/"' in page) == (404, True)
    assert "您扫的是旧海报或旧回执，这个码已经更换。" in page


def test_a_code_whose_thing_has_no_page_any_more_says_so(client, code, monkeypatch):
    monkeypatch.setitem(queries.LANDINGS, PUMP[0], lambda _number: None)
    answer = client.get(f"/c/{code.short}/")
    assert (answer.status_code, "它对应的内容已经不在了" in answer.content.decode()) == (404, True)


def test_whoever_tries_many_wrong_codes_must_wait(client):
    assert [client.get(f"/c/WRNG{n:02d}/").status_code for n in range(31)] == [404] * 30 + [429]


def test_right_codes_on_walls_are_not_limited(client, code):
    assert {client.get(f"/c/{code.short}/").status_code for _ in range(40)} == {302}


def test_of_receipts_right_tries_count_too(client, monkeypatch):
    monkeypatch.setitem(queries.LANDINGS, "opinions.opinion", lambda number: f"/o/{number}/")
    receipt = actions.code_for(("opinions.opinion", "SC-HB-2026-000001"), "330102")
    assert [client.get(f"/c/{receipt.short}/").status_code for _ in range(61)] == [302] * 60 + [429]
