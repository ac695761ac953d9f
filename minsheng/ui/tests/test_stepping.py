"""What was typed before signing in waits, but not everything that anybody sends."""

from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from minsheng.ui.stepping import KEPT, KEPT_FOR, keep_and_sign_in, kept

pytestmark = pytest.mark.django_db

NOBODY = SimpleNamespace(kind="nobody")


class Note(forms.Form):
    note = forms.CharField()
    reason = forms.CharField()
    more = forms.CharField()


def sent(by=NOBODY, **data):
    """A form that came from somebody who must sign in first; it was answered."""
    request = RequestFactory().post("/o/1/answer/", data)
    request.session, request.actor = SessionStore(), by
    assert keep_and_sign_in(request, Note).status_code == 302
    return request


def test_what_was_typed_is_there_once():
    request = sent(note="灯坏了", reason="暗")
    assert (kept(request), kept(request)) == ({"note": ["灯坏了"], "reason": ["暗"]}, {})


def test_only_the_forms_own_fields_are_kept():
    assert kept(sent(note="x", stuff="y" * 1000, csrfmiddlewaretoken="z")) == {"note": ["x"]}


def test_no_more_is_kept_than_somebody_types():
    data = kept(sent(note="灯" * 100_000, reason="暗" * 4000, more="x"))
    assert data == {"note": ["灯" * 4000], "more": ["x"]}


def test_it_waits_for_hours_unless_somebody_is_signed_in():
    nobody, person = sent(note="x"), sent(by=SimpleNamespace(kind="person"), note="x")
    assert (nobody.session.get_expiry_age(), person.session.get_expiry_age()) == (KEPT_FOR, 60 * 60 * 24 * 30)


def test_looking_keeps_nothing():
    request = RequestFactory().get("/o/1/answer/", {"note": "x"})
    request.session, request.actor = SessionStore(), NOBODY
    keep_and_sign_in(request, Note)
    assert (KEPT in request.session, request.session.is_empty()) == (False, True)
