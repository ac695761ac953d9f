"""Photos in a form: whatever else goes wrong, the good ones stay."""

import re
from datetime import timedelta

import pytest
from django import forms
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from minsheng.ground.files import actions, queries
from minsheng.ground.files.fields import PhotosField, PhotosMixin, keeper_of
from minsheng.ground.files.models import File
from minsheng.ground.files.tests.conftest import sent
from minsheng.ground.files.tokens import token
from minsheng.ground.people.actors import NOBODY, SYSTEM
from minsheng.ground.policies import actions as policies
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db


class Report(PhotosMixin, forms.Form):
    text = forms.CharField(min_length=4)
    photos = PhotosField(required=False)


class AddressForm(forms.Form):
    """A form that is told where it comes from."""

    def __init__(self, *args, address, **kwargs):
        super().__init__(*args, **kwargs)
        self.address = address


class Addressed(PhotosMixin, AddressForm):
    photos = PhotosField(required=False)


class Proof(PhotosMixin, forms.Form):
    photos = PhotosField()


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def report(form=Report, by=NOBODY, keeper="session", text="The lamp is dark", new=(), address=None, **lists):
    data = MultiValueDict({"text": [text], **lists})
    where = {} if address is None else {"address": address}
    return form(data, MultiValueDict({"photos": list(new)}), by=by, keeper=keeper, **where)


def shades(number):
    return [sent(name=f"IMG_{i}.jpg", colour=(i * 20, 0, 0)) for i in range(1, number + 1)]


def kept(form):
    """The tokens that the form shows when it is drawn."""
    hidden = re.findall(r'src="(.+?)".*?<input type="hidden" name="photos_tokens" value="(.+?)">', str(form["photos"]))
    return [text for small, text in hidden if [small] == [photo.small for photo in queries.waiting([text])]]


def test_new_photos_come_in_order():
    form = report(new=shades(3))

    assert form.is_valid()
    assert [file.proven for file in form.cleaned_data["photos"]] == [True, True, True]
    attached = actions.attach(form.cleaned_data["photos"], kind="tests.matter", number="1", by=NOBODY)
    assert queries.of("tests.matter", "1") == attached == form.cleaned_data["photos"]


def test_photos_survive_a_text_that_is_too_short():
    failed = report(text="hm", new=shades(2))
    assert not failed.is_valid()
    assert set(failed.errors) == {"text"}

    form = report(photos_tokens=kept(failed), new=[sent(colour="blue")])

    assert form.is_valid()
    assert len(form.cleaned_data["photos"]) == 3
    assert File.objects.count() == 3


def test_photos_survive_a_session_that_ended():
    failed = report(text="hm", new=shades(2), keeper="old session")
    assert not failed.is_valid()

    form = report(photos_tokens=kept(failed), keeper="new session")

    assert form.is_valid()
    assert [file.proven for file in form.cleaned_data["photos"]] == [True, True]


def test_signing_in_on_the_way_keeps_the_photos(lin):
    failed = report(text="hm", new=shades(1))
    assert not failed.is_valid()

    form = report(photos_tokens=kept(failed), by=lin)

    assert form.is_valid()
    assert [file.by_person_id for file in form.cleaned_data["photos"]] == [lin.person_id]


def test_another_persons_token_is_refused(lin, he):
    text = token(actions.keep(sent(), by=lin))

    form = report(photos_tokens=[text], by=he)

    assert not form.is_valid()
    assert form.errors == {"photos": ["A photo added earlier is no longer there. Add it again."]}
    assert kept(form) == []


def test_an_old_token_is_refused_and_the_rest_stays():
    with clock.at(clock.now() - timedelta(hours=25)):
        old = token(actions.keep(sent(colour="red"), by=NOBODY, keeper="old session"))

    form = report(photos_tokens=[old], new=shades(1))

    assert not form.is_valid()
    assert form.errors == {"photos": ["A photo added earlier is no longer there. Add it again."]}
    assert len(kept(form)) == 1


def test_a_bad_photo_is_named_and_the_good_ones_stay():
    good, better = shades(2)

    form = report(new=[good, sent(b"nothing", name="fake.jpg"), better])

    assert not form.is_valid()
    assert form.errors == {"photos": ["“fake.jpg” is not a photo. Send a photo in JPEG, PNG or WebP format."]}
    assert len(kept(form)) == 2


def test_the_tenth_photo_is_named_and_nine_stay():
    form = report(new=shades(10))

    assert not form.is_valid()
    assert form.errors == {
        "photos": ["“IMG_10.jpg” not added: at most 9 photos can be sent. To add more, remove another one first."]
    }
    assert len(kept(form)) == 9
    assert File.objects.count() == 9


def test_many_too_many_are_one_sentence():
    form = report(new=[*shades(9), *(sent(name=f"more_{i}.jpg", colour="blue") for i in range(5))])

    assert not form.is_valid()
    names = "“more_0.jpg”, “more_1.jpg”, “more_2.jpg”, “…”"
    assert form.errors == {
        "photos": [f"{names} not added: at most 9 photos can be sent. To add more, remove another one first."]
    }


def test_ten_tokens_are_nine_photos():
    tokens = [token(actions.keep(upload, by=NOBODY, keeper="session")) for upload in shades(10)]

    form = report(photos_tokens=tokens)

    assert not form.is_valid()
    assert form.errors == {"photos": ["At most 9 photos can be sent with this form; the first ones are kept."]}
    assert len(kept(form)) == 9


def test_a_ticked_photo_is_left_out():
    stays, goes = (token(actions.keep(upload, by=NOBODY, keeper="session")) for upload in shades(2))

    form = report(photos_tokens=[stays, goes], photos_tokens_remove=[goes])

    assert form.is_valid()
    assert [file.sha256 for file in form.cleaned_data["photos"]] == [
        actions.claim(stays, by=NOBODY, keeper="session").sha256
    ]


def test_the_same_photo_chosen_twice_counts_once():
    form = report(new=[*shades(1), *shades(1)])

    assert form.is_valid()
    assert len(form.cleaned_data["photos"]) == 1


def test_no_more_files_are_looked_at_than_may_be_sent():
    same = report(new=shades(1) * 10)
    bad = report(new=[sent(b"nothing", name=f"fake_{i}.jpg") for i in range(10)])

    words = "not added: at most 9 photos can be sent. To add more, remove another one first."
    assert same.errors == {"photos": [f"“IMG_1.jpg” {words}"]}
    assert len(bad.errors["photos"]) == 10
    assert bad.errors["photos"][-1] == f"“fake_9.jpg” {words}"


@pytest.fixture
def _two_an_hour():
    policies.decide("files.uploads", {"per_address_hour": 2}, source="planted", by=SYSTEM)


@pytest.mark.usefixtures("_two_an_hour")
def test_a_form_takes_so_many_photos_from_an_address_and_keeps_those(lin):
    words = "That was tried too often. Please wait a while and try again, or call your street's office."
    form = report(form=Addressed, new=shades(5), address="192.0.2.1")

    assert form.errors == {"photos": [words]}
    assert len(kept(form)) == 2
    assert report(form=Addressed, new=shades(2), address="192.0.2.2").is_valid()
    assert report(form=Addressed, photos_tokens=kept(form), address="192.0.2.1").is_valid()
    assert report(form=Addressed, new=shades(5), address="192.0.2.1", by=lin).is_valid()


@pytest.mark.usefixtures("_two_an_hour")
def test_rescuing_photos_is_counted_too():
    rescued = Report.rescue(post(SessionStore(), shades(5)))

    assert len(rescued["photos"][0].split()) == 2


def test_a_photo_that_must_be_there_is_asked_for():
    form = report(Proof)

    assert not form.is_valid()
    assert form.errors == {"photos": ["Add at least one photo."]}
    assert " required" not in str(form["photos"])


def test_no_photo_is_fine_where_none_is_needed():
    form = report()

    assert form.is_valid()
    assert form.cleaned_data["photos"] == []


def test_two_forms_share_nothing(lin):
    full, empty = report(new=shades(1), by=lin), report()

    assert full.is_valid()
    assert empty.is_valid()
    assert (len(kept(full)), len(kept(empty))) == (1, 0)
    assert empty.fields["photos"].by == NOBODY


def test_a_form_is_drawn_with_its_limits_and_needs_multipart():
    form = Report(by=NOBODY)
    html = str(form["photos"])

    assert form.is_multipart()
    for part in ('accept="image/jpeg,image/png,image/webp"', "multiple", 'data-upload="', 'data-limit="9"'):
        assert part in html


def post(session, files=(), by=NOBODY, **data):
    request = RequestFactory().post("/somewhere/", {"photos": list(files), **data})
    request.session, request.actor = session, by
    return request


def test_a_form_sent_after_the_session_ended_waits_with_its_photos(lin):
    session = SessionStore()
    failed = report(text="hm", new=shades(1), keeper="old session")
    assert not failed.is_valid()
    request = post(session, [sent(colour="blue")], photos_tokens=kept(failed))

    initial = {name: values[-1] for name, values in Report.rescue(request).items()}

    form = Report(initial=initial, by=lin, keeper=keeper_of(request))
    assert kept(form) == initial["photos"].split()
    again = report(photos_tokens=kept(form), by=lin, keeper=keeper_of(request))
    assert again.is_valid()
    assert len(again.cleaned_data["photos"]) == 2


def test_a_session_gets_its_secret_when_something_is_sent():
    session = SessionStore()
    get = RequestFactory().get("/somewhere/")
    get.session = session

    assert (keeper_of(get), "keeper" in session) == ("", False)
    first = keeper_of(post(session))
    assert len(first) >= 32
    assert (keeper_of(post(session)), keeper_of(get)) == (first, first)
    assert keeper_of(post(SessionStore())) != first


class ActorForm(forms.Form):
    """A form as the step view makes it: it is told the actor."""

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor


class Answer(PhotosMixin, ActorForm):
    photos = PhotosField()


def test_a_steps_form_keeps_photos_for_its_actor(lin):
    form = Answer({}, MultiValueDict({"photos": shades(1)}), actor=lin)

    assert form.is_valid()
    assert form.cleaned_data["photos"][0].by_person_id == lin.person_id
