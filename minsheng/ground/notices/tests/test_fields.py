"""Proving a phone number within any form: nothing typed is lost, and a code works once."""

from datetime import timedelta

import pytest
from django import forms
from django.http import QueryDict

from minsheng.ground.notices.fields import PhoneCodeMixin
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db
PHONE = "19900000093"


class Report(PhoneCodeMixin):
    text = forms.CharField(min_length=4)


@pytest.fixture(autouse=True)
def _place(settings, tmp_path):
    settings.DATA = tmp_path
    settings.SMS_BACKEND = "minsheng.ground.notices.sms.Console"


def form(**data: str) -> Report:
    sent = QueryDict(mutable=True)
    sent.update(data)
    return Report(sent, address="10.0.0.9")


def code(tmp_path) -> str:
    words = (tmp_path / "sms.log").read_text().splitlines()[-1]
    return words.split("验证码 ")[1][:6]


def asked(tmp_path) -> str:
    assert form(phone=PHONE, text="A lamp is dark").ask() is True
    return code(tmp_path)


def test_asking_sends_a_code_and_keeps_what_was_typed():
    typed = form(phone="199 0000 0093", text="A lamp is dark")
    assert (typed.ask(), typed.code_is_asked, typed.status) == (True, True, 200)
    assert (typed["text"].value(), typed["phone"].value()) == ("A lamp is dark", "199 0000 0093")


def test_asking_tells_already_what_else_is_wrong():
    typed = form(phone=PHONE, text="A")
    assert (typed.ask(), typed.status, list(typed.errors)) == (True, 422, ["text"])


def test_asking_for_what_is_no_number_sends_nothing(tmp_path):
    typed = form(phone="12", text="A lamp is dark")
    assert (typed.ask(), typed.status, typed.code_is_asked) == (False, 422, False)
    assert typed.errors["phone"] == ["这不是手机号。请填写您的 11 位手机号。"]
    assert not (tmp_path / "sms.log").exists()


def test_asking_too_often_says_so_and_keeps_the_field_for_the_code():
    answers = [form(phone=PHONE, text="A lamp is dark", asked="on") for _turn in range(6)]
    assert [(one.ask(), one.status) for one in answers] == [(True, 200)] * 5 + [(False, 429)]
    assert (answers[5].code_is_asked, list(answers[5].errors)) == (True, ["phone"])


def test_the_right_code_is_the_person_once(tmp_path):
    right = asked(tmp_path)
    typed = form(phone=PHONE, code=f" {right} ", text="A lamp is dark")
    assert typed.is_valid() is True
    assert typed.verified().contact.phone == PHONE
    again = form(phone=PHONE, code=right, text="A lamp is dark")
    assert (again.is_valid(), again.verified(), again.status, list(again.errors)) == (True, None, 422, ["code"])


def test_an_invalid_form_leaves_the_code_for_the_next_try(tmp_path):
    right = asked(tmp_path)
    assert form(phone=PHONE, code=right, text="A").is_valid() is False
    typed = form(phone=PHONE, code=right, text="A lamp is dark")
    assert (typed.is_valid(), typed.verified() is not None) == (True, True)


def test_an_old_code_and_the_sixth_try_are_refused(tmp_path):
    right = asked(tmp_path)
    with clock.at(clock.now() + timedelta(minutes=6)):
        late = form(phone=PHONE, code=right, text="A lamp is dark")
        assert (late.is_valid(), late.verified()) == (True, None)
    wrong = "000000" if right != "000000" else "111111"
    for given in (wrong,) * 5:
        typed = form(phone=PHONE, code=given, text="A lamp is dark")
        assert (typed.is_valid(), typed.verified()) == (True, None)
    last = form(phone=PHONE, code=right, text="A lamp is dark")
    assert (last.is_valid(), last.verified()) == (True, None)


def test_without_a_code_the_form_asks_for_it():
    typed = form(phone=PHONE, text="A lamp is dark")
    assert (typed.is_valid(), typed.errors["code"]) == (
        False,
        ["请填写短信里的验证码；还没有收到的，请先获取验证码。"],
    )


def test_who_is_known_is_asked_for_nothing():
    known = Report({"text": "A lamp is dark"}, known=True)
    assert (known.is_valid(), list(known.fields)) == (True, ["text"])
