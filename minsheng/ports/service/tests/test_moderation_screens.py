"""The screens of moderation: what the office ticks and covers, what anybody can ask for."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from minsheng.ground.files import actions as files
from minsheng.ground.files import store
from minsheng.ground.files.queries import of as photos_of
from minsheng.ground.people.access import known
from minsheng.ground.policies.queries import value
from minsheng.instruments.opinions import actions as opinions
from minsheng.instruments.publishing.models import Publication, Takedown
from tests.walk.people import browser, person

pytestmark = pytest.mark.django_db

NUMBER = "19900000007"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def office(town):
    return browser(town.person("hb.office"), strong=True)


@pytest.fixture
def opinion(town):
    """With a photo that is red on its left half, and a phone in its text."""
    target, by = io.BytesIO(), town.resident()
    image = Image.new("RGB", (600, 450), "white")
    image.paste("red", (0, 0, 300, 450))
    image.save(target, "JPEG", quality=95)
    photo = files.keep(SimpleUploadedFile("a.jpg", target.getvalue(), content_type="image/jpeg"), by=by)
    return town.opinion("triaged", text=f"栏杆断了，电话{NUMBER}", photos=[photo])


@pytest.fixture
def public(town, opinion):
    opinions.publish(opinion, copy=opinions.Copy("栏杆断了", "栏杆断了。"), by=town.by("hb.office"))
    return opinion


def said(opinion, **more):
    photo = photos_of(*opinion.key)[0]
    return {"title": "栏杆断了", "text": "栏杆断了。", "photos": [str(photo.pk)]} | more


def publish(office, opinion, **more):
    return office.post(f"/o/{opinion.number}/publish/", said(opinion, **more))


def test_the_form_says_what_was_taken_out_and_between_what_it_stood(office, opinion):
    text = office.get(f"/o/{opinion.number}/publish/").content.decode()
    assert [f"<del>{NUMBER}</del>" in text, "栏杆断了，电话***" in text, "publishing/cover.js" in text] == [True] * 3


def test_what_still_leads_to_somebody_must_be_ticked_as_read(office, opinion):
    texts = {"text": f"请打{NUMBER}，小学三年级2班学生常走。"}
    refused = publish(office, opinion, **texts)
    told = refused.content.decode()
    assert [refused.status_code, f"<mark>{NUMBER}</mark>" in told, "可能识别到未成年人" in told] == [422, True, True]
    assert Publication.objects.count() == 0
    assert publish(office, opinion, **texts, checked="on").status_code == 302
    assert Publication.objects.get().text == texts["text"]


def half(file):
    """The colours left and right in the middle of a photo, roughly: red is (224, 0, 0) and white (224, 224, 224)."""
    image = Image.open(io.BytesIO(store.read(file.sha256))).convert("RGB")
    points = ((image.width // 4, image.height // 2), (image.width * 3 // 4, image.height // 2))
    return [tuple(part // 32 * 32 for part in image.getpixel(point)) for point in points]


RED, WHITE = (224, 0, 0), (224, 224, 224)


@pytest.mark.parametrize(
    "covered",
    [{"boxes": "100,100,800,800"}, {"cells": [str(cell) for cell in range(36)]}, {"boxes": "0,0,9999,9999 x;y"}],
)
def test_drawn_or_ticked_the_part_is_covered_in_the_copy_and_not_in_the_photo(office, opinion, covered):
    photo = photos_of(*opinion.key)[0]
    publish(office, opinion, **{f"photos_{name}_{photo.pk}": what for name, what in covered.items()})
    copy = photos_of(Publication.KIND, opinion.number)[0]
    assert half(photo) == [RED, WHITE]
    assert (copy.sha256 == photo.sha256, (copy.width, copy.height)) == (False, (600, 450))
    assert Publication.objects.get().left_out == "phone words covered"


def test_nonsense_over_a_photo_covers_nothing(office, opinion):
    photo = photos_of(*opinion.key)[0]
    nonsense = {f"photos_boxes_{photo.pk}": "1,2;drop", f"photos_cells_{photo.pk}": ["99", "-1", "x"]}
    publish(office, opinion, **nonsense)
    copy = photos_of(Publication.KIND, opinion.number)[0]
    assert copy.sha256 == photo.sha256


def test_the_form_begins_again_with_what_was_covered_last(office, opinion):
    photo = photos_of(*opinion.key)[0]
    publish(office, opinion, **{f"photos_boxes_{photo.pk}": "100,100,800,800"})
    text = office.get(f"/o/{opinion.number}/publish/").content.decode()
    chosen = f'value="{photo.pk}" id="photos-{photo.pk}" checked'
    assert ['value="100,100,800,800"' in text, chosen in text] == [True, True]


def test_one_form_knows_nothing_of_what_was_drawn_in_another(office, opinion, town):
    publish(office, opinion, **{f"photos_boxes_{photos_of(*opinion.key)[0].pk}": "100,100,800,800"})
    other = town.opinion("triaged")
    assert "ms-cover" not in office.get(f"/o/{other.number}/publish/").content.decode()


# Asking.


def ask(client, opinion, **more):
    return client.post(f"/public/{opinion.number}/takedown/", {"what": "private", "reason": "有我家门牌"} | more)


def test_somebody_without_an_account_asks_and_is_given_a_page_with_a_code(client, public):
    sent = ask(client, public)
    assert (sent.status_code, Takedown.objects.get().asker) == (302, None)
    text = client.get(sent["Location"]).content.decode()
    assert ["有我家门牌" in text, "待答复" in text] == [True, True]
    short = sent["Location"].split("/")[-2]
    assert client.get(f"/c/{short}/")["Location"] == sent["Location"]


def test_a_phone_is_proved_by_a_code_before_the_request_counts(client, public, phone):
    asked = ask(client, public, phone=phone.number)
    assert [asked.status_code, "有我家门牌" in asked.content.decode(), Takedown.objects.count()] == [200, True, 0]
    wrong = "000000" if phone.code != "000000" else "000001"
    refused = ask(client, public, phone=phone.number, asked="on", code=wrong)
    assert [refused.status_code, Takedown.objects.count()] == [422, 0]
    done = ask(client, public, phone=phone.number, asked="on", code=phone.code)
    assert [done.status_code, Takedown.objects.get().asker] == [302, known(phone.number)]


def test_an_empty_request_is_told_what_is_missing_and_keeps_what_was_typed(client, public):
    refused = ask(client, public, what="", reason="有我家门牌")
    assert [refused.status_code, "有我家门牌" in refused.content.decode(), Takedown.objects.count()] == [422, True, 0]


def test_from_one_address_only_so_many_are_taken(client, public):
    most = value("publishing.limits")["per_address_hour"]
    answers = [ask(client, public).status_code for _ in range(most + 1)]
    assert answers == [302] * most + [429]
    assert Takedown.objects.count() == most


def test_an_author_objects_to_what_was_left_out_even_after_it_was_taken_off(public, town, office):
    office.post(f"/o/{public.number}/unpublish/", {"note": "再核实"})
    mine, other = (browser(person(town.resident(i)), strong=False) for i in (1, 2))
    answers = [ask(one, public, what="too_much").status_code for one in (mine, other)]
    assert [*answers, Takedown.objects.get().asker] == [302, 404, person(town.resident())]


def test_a_code_that_nobody_was_given_leads_nowhere(client, public):
    assert client.get("/public/asked/AAAAAAAAAA/").status_code == 404


def test_the_office_finds_the_request_on_the_page_of_the_matter_and_answers_it(client, office, public):
    ask(client, public)
    made = Takedown.objects.get()
    assert f"/public/takedowns/{made.number}/" in office.get(f"/o/{public.number}/").content.decode()
    page = office.get(f"/public/takedowns/{made.number}/").content.decode()
    assert ["有我家门牌" in page, f"/public/takedowns/{made.number}/take_down/" in page] == [True, True]
    done = office.post(f"/public/takedowns/{made.number}/take_down/", {"note": "已撤下"})
    assert [done.status_code, client.get(f"/public/{public.number}/").status_code] == [302, 404]
    assert office.post(f"/public/takedowns/{made.number}/keep_public/", {"note": "晚了"}).status_code == 409
