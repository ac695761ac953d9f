import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from minsheng.ui import views
from minsheng.ui.middleware import Preferences


def answer(cookies: dict[str, str] | None = None, **headers: str) -> tuple[str, HttpResponse]:
    request = RequestFactory().get("/", headers=headers)
    request.COOKIES.update(cookies or {})
    spoken = []

    def page(_request: object) -> HttpResponse:
        spoken.append(translation.get_language())
        return HttpResponse()

    response = Preferences(page)(request)
    translation.activate("zh-hans")
    return spoken[0], response


def test_pages_are_chinese_whatever_the_browser_prefers():
    spoken, response = answer(accept_language="en-GB,en")
    assert (spoken, response["Content-Language"], response["Vary"]) == ("zh-hans", "zh-Hans", "Cookie")


def test_the_cookie_makes_them_english():
    spoken, response = answer({"language": "en"})
    assert (spoken, response["Content-Language"]) == ("en", "en")


def test_a_cookie_that_is_no_choice_counts_as_none():
    assert answer({"language": "tlh", "theme": "<script>"})[0] == "zh-hans"


def send(data: dict[str, str], **headers: str) -> HttpResponse:
    return views.prefs(RequestFactory().post("/prefs/", data, headers=headers))


def test_a_choice_is_kept_and_leads_back():
    response = send({"elder": "on", "next": "/a/?b=1"}, origin="http://testserver")
    assert (response.status_code, response["Location"]) == (302, "/a/?b=1")
    assert {name: cookie.value for name, cookie in response.cookies.items()} == {"elder": "on"}


@pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_it_leads_back_to_pages_of_ours_only(onward):
    assert send({"theme": "dark", "next": onward})["Location"] == "/"


def test_another_sites_form_changes_nothing():
    assert dict(send({"theme": "dark"}, origin="https://elsewhere.example").cookies) == {}


def test_what_is_no_choice_is_not_kept():
    assert dict(send({"theme": "pink", "size": "9"}).cookies) == {}
