"""The papers of an opinion: who may have which, and what stands in them."""

from datetime import date
from io import BytesIO
from urllib.parse import unquote

import docx
import pytest
from django.test import Client

from minsheng.ground.journal.models import Entry
from minsheng.ground.links.actions import make
from minsheng.ground.papers.models import Paper
from minsheng.ground.people.actions import visitor_of
from minsheng.instruments.dispatch.actions import ask, grant, redirect
from minsheng.instruments.opinions import actions, papers
from minsheng.instruments.opinions.actions import after
from minsheng.instruments.opinions.papers.facts import code_of
from minsheng.kernel.workflow import take
from tests.town import TEXT

pytestmark = pytest.mark.django_db

PAPERS = ("record", "receipt", "handover", "answer")


def asked(client, opinion, kind, order=""):
    return client.post(f"/o/{opinion.number}/papers/{kind}/", {"order": order})


def read(response):
    """All that the document says, and the document."""
    paper = docx.Document(BytesIO(response.content))
    told = [paragraph.text for paragraph in paper.paragraphs]
    told += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join(told), paper


def had(town, client, opinion):
    """The papers somebody is given, of the opinion and of its lead order."""
    order = town.lead(opinion).number
    tried = [("record", ""), ("receipt", ""), ("handover", order), ("answer", order)]
    return [kind for kind, of in tried if asked(client, opinion, kind, of).status_code == 200]


def resident(town, i=1):
    client = Client()
    client.force_login(visitor_of(f"199000000{i:02d}", confirmed=True))
    return client


def test_who_may_have_which_paper(town, desk):
    opinion = town.opinion("answered_by_unit")
    found = {who: had(town, desk(who), opinion) for who in ("hb.office", "hb.director", "hb.station", "hb.pm")}
    found |= {"author": had(town, resident(town), opinion), "link": had(town, _linked(opinion), opinion)}
    assert found == {
        "hb.office": list(PAPERS),
        "hb.director": list(PAPERS),
        "hb.station": ["record", "receipt"],
        "hb.pm": ["handover", "answer"],
        "author": ["receipt"],
        "link": ["receipt"],
    }


def _linked(opinion):
    client = Client()
    client.get(make(opinion.key, opinion.author_id, opinion.district))
    return client


def test_nobody_else_gets_any_and_is_told_there_is_none(town, desk):
    opinion = town.opinion("answered_by_unit")
    others = ["hb.gov", "hb.ps", "kx.office", "kx.station", "kx.director", "district", "auditor", "admin"]
    clients = [*map(desk, others), desk(("HB",)), resident(town, 2), Client()]
    order = town.lead(opinion).number
    answers = {
        asked(c, opinion, kind, of).status_code
        for c in clients
        for kind, of in zip(PAPERS, ["", "", order, order], strict=True)
    }
    assert answers == {404}
    assert Paper.objects.count() == 0


def test_of_a_hidden_matter_office_and_director_only(town, desk):
    opinion = town.opinion("accepted")
    town.hide(opinion)
    who = ("hb.office", "hb.director", "hb.station", "hb.pm")
    found = {name: bool(had(town, desk(name), opinion)) for name in who} | {
        "author": bool(had(town, resident(town), opinion))
    }
    assert found == {"hb.office": True, "hb.director": True, "hb.station": False, "hb.pm": False, "author": False}


def test_there_is_no_answer_sheet_before_the_answer_and_no_other_paper(town, desk):
    opinion = town.opinion("accepted")
    office, order = desk("hb.office"), town.lead(opinion).number
    assert asked(office, opinion, "answer", order).status_code == 404
    assert asked(office, opinion, "decree").status_code == 404
    assert asked(office, opinion, "handover", "SC-HB-2026-999999").status_code == 404
    assert office.get(f"/o/{opinion.number}/papers/record/").status_code == 405


def test_the_file_opens_in_word_by_its_chinese_name_and_no_cache_keeps_it(town, desk):
    response = asked(desk("hb.office"), town.opinion("transferred"), "record")
    name = unquote(response["Content-Disposition"].partition("filename*=utf-8''")[2])
    assert name == "意见建议登记表 湖滨人大办登〔2026〕1号.docx"
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert {"private", "no-store"} <= set(response["Cache-Control"].replace(" ", "").split(","))
    section = read(response)[1].sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.mm), round(section.top_margin.mm)) == (210, 28, 37)


def test_the_record_says_what_was_said_and_who_is_to_be_called_only_in_part(town, desk):
    opinion = town.opinion("answered")
    said, _paper = read(asked(desk("hb.office"), opinion, "record"))
    wanted = [opinion.number, TEXT, "199****0001", "湖滨街道", "网站", "公共管理办公室：已补种灌木 40 株。", "待评价"]
    assert [words for words in wanted if words not in said] == []
    assert [words for words in ("19900000001", opinion.author.name) if words in said] == []


def test_an_order_sheet_says_until_when_and_nothing_that_leads_to_the_resident(town, desk):
    opinion = town.opinion("accepted")
    response = asked(desk("hb.pm"), opinion, "handover", town.lead(opinion).number)
    said, _paper = read(response)
    wanted = [
        "湖滨人大办交〔2026〕1号",
        "自签发起 4 个工作小时内签收，自签收起 1 个工作日内反馈",
        TEXT,
        "主办",
        "公共管理办公室",
    ]
    assert [words for words in wanted if words not in said] == []
    assert [
        words
        for words in ("1990000", "0001", opinion.author.name[:1] + "*")
        if words in said.replace(opinion.number, "")
    ] == []


def test_an_answer_sheet_says_what_the_unit_said_and_whether_it_passed(town, desk):
    opinion = town.opinion("answered_by_unit")
    before, _paper = read(asked(desk("hb.pm"), opinion, "answer", town.lead(opinion).number))
    town._to_answered(opinion, "hb")
    after, _paper = read(asked(desk("hb.office"), opinion, "answer", town.lead(opinion).number))
    assert ["已补种灌木 40 株。" in before, "待审核" in before, "已通过" in after] == [True, True, True]


def test_a_paper_is_recorded_once_for_each_thing_it_says(town, desk):
    opinion, office = town.opinion("transferred"), desk("hb.office")
    asked(office, opinion, "record")
    asked(office, opinion, "record")
    opinion = actions.triage(opinion, category=_category(), tier="simple", by=town.by("hb.office"))
    said, _paper = read(asked(office, opinion, "record"))
    assert list(Paper.objects.order_by("pk").values_list("seq", "edition")) == [(1, 1), (1, 2)]
    assert "湖滨人大办登〔2026〕1号（第2版）" in said
    notes = list(Entry.objects.filter(step="print").order_by("pk").values_list("words__note", flat=True))
    assert notes == ["意见建议登记表 湖滨人大办登〔2026〕1号"] * 2


def _category():
    from minsheng.ground.policies.queries import category

    return category("01.05")


def test_papers_are_chinese_in_every_language(town, desk):
    office, opinion = desk("hb.office"), town.opinion("transferred")
    office.post("/prefs/", {"language": "en"})
    said, _paper = read(asked(office, opinion, "record"))
    assert "Website" not in said


def test_a_receipt_names_the_code_of_what_staff_registered(town, desk):
    report = actions.Report(TEXT, town.where(), channel="visit")
    opinion = actions.register(report, author=visitor_of("19900000088", name="方国安"), by=town.by("hb.office"))
    code = code_of(opinion)
    said, paper = read(asked(desk("hb.office"), opinion, "receipt"))
    assert [words for words in (code.short, code.home, opinion.number, "方**：", TEXT) if words not in said] == []
    assert (len(paper.inline_shapes), len(code.short.replace(" ", ""))) == (1, 10)


def test_a_receipt_for_who_reported_by_themselves_has_no_code(town):
    opinion = town.opinion()
    said, paper = read(asked(resident(town), opinion, "receipt"))
    assert ("查询码" in said, len(paper.inline_shapes)) == (False, 0)


def test_the_matter_page_offers_the_papers_that_its_reader_may_have(town, desk):
    opinion = town.opinion("accepted")
    offered = papers.offers(town.by("hb.office"), opinion)
    assert [str(offer.title) for offer in offered] == ["意见建议登记表", "意见建议受理回执", "意见建议交办单"]


def test_a_return_sheet_says_why_and_whose_it_should_be_also_when_it_was_redirected(town, desk):
    opinion = town.opinion("sent")
    order, office = town.lead(opinion), desk("hb.office")
    town.send_back(order, by=town.by("hb.pm"), note="该处绿化由执法队管养")
    redirect(order, unit=town.unit("综合行政执法队"), by=town.by("hb.office"))
    said, _paper = read(asked(office, opinion, "return", order.number))
    wanted = ["退办申请表", "湖滨人大办退〔2026〕1号", "不属于本单位职责", "该处绿化由执法队管养", "综合行政执法队"]
    assert [words for words in wanted if words not in said] == []
    assert asked(desk("hb.pm"), opinion, "return", order.number).status_code == 404
    assert asked(office, opinion, "return", town.lead(opinion).number).status_code == 404


def test_a_request_for_more_time_is_a_paper_with_what_was_decided(town, desk):
    opinion = town.opinion("accepted")
    said = {"until": date(2099, 3, 12), "note": "苗木在途", "by": town.by("hb.pm")}
    extension = ask(town.lead(opinion), **said)
    before, _paper = read(asked(desk("hb.pm"), opinion, "extension", extension.number))
    grant(extension, by=town.by("hb.office"), note="同意，请抓紧")
    after, _paper = read(asked(desk("hb.office"), opinion, "extension", extension.number))
    assert ["苗木在途" in before, "2099年3月12日 17:30" in before, "待批复" in before] == [True, True, True]
    assert ["已同意" in after, "同意，请抓紧" in after, "第2版" in after] == [True, True, True]
    assert asked(resident(town), opinion, "extension", extension.number).status_code == 404


def test_a_record_of_the_call_backs_is_for_the_office_and_its_director_and_says_what_was_decided(town, desk):
    opinion = town.opinion("callback")
    after.call_back(opinion, reached=False, solved=None, words="第二天无人接听", by=town.by("hb.office"))
    before, _paper = read(asked(desk("hb.office"), opinion, "callback"))
    take(opinion, "close", by=town.by("hb.office"), note="已当面说明")
    said, _paper = read(asked(desk("hb.director"), opinion, "callback"))
    wanted = [
        "湖滨人大办访〔2026〕1号",
        "还有一半没补",
        "居民表示未解决。还有一半没补，请再看看。",
        "未联系上。第二天无人接听",
    ]
    assert [words for words in [*wanted, "待决定"] if words not in before] == []
    assert [words for words in ["第2版", "回访办结", "已当面说明", "不满意"] if words not in said] == []
    others = [desk("hb.pm"), desk("hb.station"), desk("district"), resident(town)]
    assert {asked(other, opinion, "callback").status_code for other in others} == {404}


def test_there_is_no_record_of_call_backs_before_the_first(town, desk):
    assert asked(desk("hb.office"), town.opinion("rated"), "callback").status_code == 404
