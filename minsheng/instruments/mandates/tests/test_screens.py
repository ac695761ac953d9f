"""The list, one of them, a new one."""

import re

import pytest

from minsheng.instruments.mandates.models import Mandate
from minsheng.instruments.mandates.tests.conftest import upload

pytestmark = pytest.mark.django_db
NEW = {
    "what": "annual_plan",
    "title": "无障碍环境建设执法检查",
    "reference": "2026 年第 3 项",
    "decided_on": "2026-02-03",
    "about": "检查法律实施情况。",
}


def page(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_an_office_enters_a_basis_with_its_document_and_reads_it(seat):
    desk = seat("hb.office")
    assert "还没有登记依据" in page(desk.get("/mandates/"))
    answer = desk.post("/mandates/new/", NEW | {"documents": upload()})
    made = Mandate.objects.get()
    assert answer.url == f"/mandates/{made.number}/"
    shown = page(desk.get(answer.url))
    assert [
        words in shown for words in ("2026 年第 3 项", "检查法律实施情况。", "要点.docx", "湖滨街道", "设为失效")
    ] == [True] * 5
    assert "2026 年第 3 项" in page(seat("hb.gov").get("/mandates/"))


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(seat):
    answer = seat("district").post("/mandates/new/", NEW | {"title": "", "documents": upload()})
    shown = answer.content.decode()
    assert (answer.status_code, "检查法律实施情况。" in shown, "要点.docx" in shown) == (422, True, True)
    assert Mandate.objects.count() == 0


def test_a_basis_that_no_longer_holds_says_so(seat):
    desk = seat("district")
    number = desk.post("/mandates/new/", NEW).url.strip("/").split("/")[-1]
    desk.post(f"/mandates/{number}/end/", {"note": "已并入新计划"})
    shown = page(desk.get(f"/mandates/{number}/"))
    assert [words in shown for words in ("已失效", "已并入新计划")] == [True, True]
    assert desk.get(f"/mandates/{number}/end/").status_code == 409


def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(seat, django_assert_max_num_queries):
    desk = seat("district")
    for n in range(8):
        desk.post("/mandates/new/", NEW | {"title": f"第 {n} 项监督计划"})
    desk.get("/mandates/")
    with django_assert_max_num_queries(13):
        assert page(desk.get("/mandates/")).count("项监督计划") == 8
