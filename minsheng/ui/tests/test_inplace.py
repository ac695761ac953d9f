"""Forms sent in place: what a script gets instead of a page that the Back button would send again."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from minsheng.ui.stepping import in_place


def answered(response, **headers):
    """What a view's response becomes for a browser."""
    view = HtmxMiddleware(in_place(lambda _request: response))
    return view(RequestFactory().post("/form/", headers=headers))


@pytest.mark.parametrize("status", [200, 403, 422, 429])
def test_a_form_shown_again_takes_its_own_place_under_any_status(status):
    answer = answered(HttpResponse("form", status=status), HX_Request="true")
    told = [answer[name] for name in ("HX-Retarget", "HX-Reswap", "HX-Reselect")]
    assert (answer.status_code, told) == (status, ["closest form", "outerHTML", "form[data-inplace]"])


def test_of_several_forms_the_view_names_the_one_that_was_sent():
    answer = answered(HttpResponse("forms", status=422, headers={"HX-Reselect": "form#device"}), HX_Request="true")
    assert answer["HX-Reselect"] == "form#device"


def test_what_follows_is_a_page_of_its_own():
    answer = answered(HttpResponseRedirect("/o/1/"), HX_Request="true")
    assert (answer.status_code, answer["HX-Redirect"], "Location" in answer) == (200, "/o/1/", False)


def test_without_a_script_nothing_changes():
    shown, moved = answered(HttpResponse("form", status=422)), answered(HttpResponseRedirect("/o/1/"))
    assert (shown.status_code, "HX-Retarget" in shown) == (422, False)
    assert (moved.status_code, moved["Location"]) == (302, "/o/1/")
