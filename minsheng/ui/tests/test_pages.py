import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from minsheng.ui import preferences, views

UI = Path(views.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _leave_in_chinese():
    yield
    translation.activate("zh-hans")


def request(language="zh-hans", **cookies):
    made = RequestFactory().get("/ui/")
    made.prefs = preferences.read({"language": language, **cookies})
    made.actor = None
    translation.activate(language)
    return made


def plain(template, language="zh-hans", **context):
    made = request(language)
    prefs = {"prefs": made.prefs, "site_title": "Site", "request": made}
    return render_to_string(template, {**prefs, **context})


def test_the_english_guide_holds_no_chinese_but_the_languages_name_and_the_site():
    page = plain("ui/guide.html", "en", **views.samples(request("en")))
    assert set(CHINESE.findall(page)) == set("简体中文")


def test_the_guide_shows_every_component():
    page = plain("ui/guide.html", **views.samples(request()))
    drawn = {name for words in re.findall(r'class="([^"]+)"', page) for name in words.split()}
    wanted = {
        "rail", "timeline", "lamp", "steps-bar", "number", "photos", "photos-field", "place", "filters", "table",
        "rows", "split",
        "batch", "badge", "rating", "summary", "button-primary", "notices", "empty", "pages", "tabs", "job",
        "pair", "figure", "note", "refused-box", "qr", "facts", "menu",
    }  # fmt: skip
    assert wanted - drawn == set()


@pytest.mark.parametrize("status", [403, 404, 409, 413, 422, 429, 500])
def test_a_refusal_says_what_happened_with_its_status(status):
    page = plain("ui/refused.html", status=status, message="说明白。")
    assert page.count('role="alert"') == 1
    assert '<p class="lead">说明白。</p>' in page
    assert f'<p class="refused-code">{status}</p>' in page


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html"])
def test_the_pages_of_last_resort_stand(template):
    assert '<html lang="zh-Hans"' in plain(template)


def test_the_page_of_a_crash_needs_nothing_at_all():
    assert "系统出了点问题" in render_to_string("500.html")


def test_a_choice_of_looks_reaches_the_page():
    page = render_to_string("404.html", {"prefs": preferences.read({"elder": "on", "theme": "dark"})})
    assert 'data-theme="dark" data-contrast="auto" data-elder>' in page


INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:")


@pytest.mark.parametrize("path", sorted((UI / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_inline_script_or_style(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", sorted((UI / "static/ui/js").glob("*.js")), ids=lambda path: path.name)
def test_modules_are_small_and_typed(path):
    lines = path.read_text().splitlines()
    assert (lines[0], len(lines) <= 60) == ("// @ts-check", True)
    assert CHINESE.findall(path.read_text()) == []
