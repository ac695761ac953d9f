from datetime import datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from minsheng.kernel import clock
from minsheng.ui import icons

FRIDAY = datetime(2026, 10, 9, 10, 16, tzinfo=clock.ZONE)


def render(text: str, address: str = "/", **context: object) -> str:
    request = RequestFactory().get(address)
    with clock.at(FRIDAY), translation.override("zh-hans"):
        return Template("{% load ui %}" + text).render(Context({"request": request, **context}))


def test_an_icon_beside_a_word_is_hidden_from_screen_readers():
    assert render("{% icon 'check' %}") == (
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M20 6 9 17l-5-5"/></svg>'
    )


def test_an_icon_that_stands_alone_has_a_name():
    assert 'role="img" aria-label="好"' in render("{% icon 'check' label='好' %}")


def test_an_unknown_icon_is_a_bug_and_says_so():
    with pytest.raises(LookupError):
        icons.drawing("no-such-icon")


def test_a_lamp_is_icon_words_and_machine_time():
    shown = render("{{ due|lamp }}", due=clock.Due(FRIDAY.replace(hour=17, minute=0), provisional=True))
    assert shown.startswith('<span class="lamp lamp-soon"><svg class="icon"')
    assert '<time datetime="2026-10-09T17:00:00+08:00" title="2026-10-09 17:00:00">今天 17:00 前</time>' in shown
    assert shown.endswith(">暂定</span></span>")


def test_nothing_that_was_is_said_as_nothing():
    assert render("[{{ moment|when }}]", moment=None) == "[]"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("19900000011", "199****0011"), ("+8619900000011", "+86****0011"), ("12345", "*****"), ("", "")],
)
def test_a_phone_number_is_never_shown_whole(phone, shown):
    assert render("{{ phone|phone_masked }}", phone=phone) == shown


@pytest.mark.parametrize(
    ("tag", "address", "found"),
    [
        ("{% query sort='-due' %}", "/?state=open&page=3", "?state=open&amp;sort=-due"),
        ("{% query page=4 %}", "/?state=open&page=3", "?state=open&amp;page=4"),
        ("{% query state=None %}", "/?state=open&q=a", "?q=a"),
        ("{% query q='路灯' %}", "/", "?q=%E8%B7%AF%E7%81%AF"),
    ],
)
def test_a_changed_filter_keeps_the_others_and_starts_at_page_one(tag, address, found):
    assert render(tag, address).replace("&amp;", "&") == found.replace("&amp;", "&")


def test_words_in_a_badge_are_escaped():
    assert "&lt;b&gt;" in render("{% badge 'info' label %}", label="<b>")


def test_a_qr_code_is_drawn_without_inline_style():
    drawn = render("{% qr 'https://example.org/' %}")
    assert 'role="img" aria-label="二维码"' in drawn
    assert "style" not in drawn


def test_long_lists_offer_the_ends_and_the_neighbours():
    page = Paginator(range(200), 20).get_page(5)
    assert render("{% for n in page|page_numbers %}{{ n }} {% endfor %}", page=page) == "1 … 4 5 6 … 10 "


def test_the_way_back_leads_to_pages_of_ours_only():
    request = RequestFactory().get("/", headers={"referer": "https://elsewhere.example/"})
    template = Template("{% load ui %}[{% came_from %}]")
    assert template.render(Context({"request": request})) == "[]"
    request = RequestFactory().get("/", headers={"referer": "http://testserver/a/"})
    assert template.render(Context({"request": request})) == "[http://testserver/a/]"
