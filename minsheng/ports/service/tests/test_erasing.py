"""Somebody wants to be forgotten: what is known of them goes, the proof of what was done stays."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from minsheng.ground.files import actions as files
from minsheng.ground.files.models import File
from minsheng.ground.journal.actions import digest
from minsheng.ground.journal.models import Entry, Words
from minsheng.ground.links.actions import make
from minsheng.ground.links.models import Link
from minsheng.ground.notices.models import Message, Notice
from minsheng.ground.people import actions
from minsheng.ground.people.models import Contact, Person, SignInCode
from minsheng.ground.people.queries import actor_of, unfinished
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.follows.models import Follow
from minsheng.instruments.gateways.models import Delivery, Reply
from minsheng.instruments.opinions import actions as opinions
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing.models import Publication, Takedown, Version
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours
from tests.walk.people import browser

pytestmark = pytest.mark.django_db

NAME, WORDS, NUMBER = "沈望舒", "鹦鹉巷口的栏杆断了", "19900000095"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def known(phone):
    """Somebody with a phone and a name, who can sign in."""
    return actions.person_of(phone.number, name=NAME)


@pytest.fixture
def matter(town, known):
    """A matter of theirs with a photo, public, answered by all, and withdrawn or still open."""

    def make_one(*, ended):
        target, by = io.BytesIO(), actor_of(known)
        Image.new("RGB", (64, 48), "teal").save(target, "JPEG")
        photo = files.keep(SimpleUploadedFile("a.jpg", target.getvalue(), content_type="image/jpeg"), by=by)
        opinion = opinions.submit(opinions.Report(f"{WORDS}，电话{NUMBER}", town.where(), [photo]), by=by)
        town._to_received(opinion, "hb")
        town._to_transferred(opinion, "hb")
        copy = opinions.Copy("栏杆断了", f"{WORDS}。", photos=[photo])
        opinions.publish(opinion, copy=copy, by=town.by("hb.office"))
        make(opinion.key, known.pk, opinion.district)
        if ended:
            Opinion.objects.filter(pk=opinion.pk).update(state="closed")
        opinion.refresh_from_db()
        return opinion

    return make_one


def erased(person):
    actions.erase(person, by=actor_of(person))
    person.refresh_from_db()


def test_nothing_of_the_person_is_left_in_any_table(matter, known, phone):
    opinion = matter(ended=True)
    erased(known)
    assert (known.name, known.is_active, known.erased_at is None) == ("", False, False)
    left = (Contact, SignInCode, Notice, Message, Link, Follow)
    assert [model.objects.filter(**_of(model, known)).count() for model in left] == [0] * len(left)
    opinion.refresh_from_db()
    assert (opinion.text, opinion.address, opinion.lon, opinion.search) == ("", "", None, None)
    assert (opinion.state, opinion.made_at is None, opinion.place.name) == ("closed", False, "湖滨街道")
    assert File.objects.there().count() == 0
    assert File.objects.exclude(by_person=None).count() == 0


def _of(model, person):
    return {} if model is SignInCode else {"person": person.pk}


def test_the_public_copy_and_all_its_versions_are_empty(client, matter, known):
    opinion = matter(ended=True)
    erased(known)
    row = Publication.objects.get(number=opinion.number)
    versions = Version.objects.filter(publication=row)
    assert [row.title, row.text, row.lon, row.withdrawn_at is None] == ["", "", None, False]
    assert {(one.title, one.text, one.erased_at is None) for one in versions} == {("", "", False)}
    assert client.get(f"/public/{opinion.number}/").status_code == 404


def test_the_proof_of_every_act_outlives_the_words(matter, known):
    """The digest was of salt and words; without both nobody can make it again, and nobody has changed it."""
    opinion = matter(ended=True)
    said = Words.objects.filter(entry__matter_number=opinion.number)
    proofs = {one.entry_id: (bytes(one.salt), {"note": one.note, "facts": one.facts}) for one in said}
    entries = list(Entry.objects.order_by("id").values())
    assert len(proofs) == 2
    erased(known)
    now = list(Entry.objects.order_by("id").values())
    assert now[: len(entries)] == entries
    assert [digest(salt, words) for salt, words in proofs.values()] == [
        row["digest"] for row in now if row["id"] in proofs
    ]
    left = Words.objects.filter(entry__in=proofs)
    assert {(one.note, str(one.facts), bytes(one.salt), one.erased_at is None) for one in left} == {
        ("", "{}", b"", False)
    }
    assert {row["step"] for row in now[len(entries) :]} == {"erase"}


def test_that_it_was_deleted_is_told_on_its_page_and_in_lists(matter, known, town):
    opinion = matter(ended=True)
    erased(known)
    office = browser(town.person("hb.office"), strong=True)
    pages = [office.get(address).content.decode() for address in (f"/o/{opinion.number}/", "/opinions/")]
    assert ["已应本人要求删除" in page for page in pages] == [True, True]
    assert "反映人已要求删除个人信息" in pages[0]


def test_what_units_answered_stays_without_what_leads_to_the_person(matter, known, town):
    opinion = matter(ended=False)
    for step in ("triaged", "sent", "accepted", "answered_by_unit"):
        getattr(town, f"_to_{step}")(opinion, "hb")
    said = f"已联系{NAME}（{NUMBER}）并修好栏杆。"
    Order.objects.update(answer_text=said)
    first = Delivery.objects.create(
        order=Order.objects.get(),
        state="delivered",
        matter_kind=opinion.kind(),
        matter_number=opinion.number,
        made_at=clock.now(),
        next_try=clock.now(),
    )
    words = {"sequence": 1, "received_at": clock.now(), "outcome": "refused", "body": said}
    Reply.objects.create(first=first, **words)
    Opinion.objects.update(state="closed")
    erased(known)
    assert Order.objects.get().answer_text == "已联系***（***）并修好栏杆。"
    assert list(Reply.objects.values_list("outcome", "body")) == [("set_aside", "")]


def test_search_finds_nothing_and_exports_hold_nothing(matter, known, town):
    opinion = matter(ended=True)
    office = browser(town.person("hb.office"), strong=True)
    addresses = [
        "/opinions/?q=鹦鹉",
        f"/o/{opinion.number}/",
        f"/public/{opinion.number}/history/",
        "/opinions/export.csv",
        "/opinions/export.json",
    ]

    def told():
        pages = [office.get(address) for address in addresses]
        texts = [b"".join(page.streaming_content) if page.streaming else page.content for page in pages]
        return [(page.status_code, "栏杆" in text.decode()) for page, text in zip(pages, texts, strict=True)]

    assert told() == [(200, True)] * 5
    erased(known)
    assert told() == [(200, False)] * 5


def test_while_something_is_being_handled_nothing_is_deleted(matter, known):
    opinion = matter(ended=False)
    with pytest.raises(NotNow):
        actions.erase(known, by=actor_of(known))
    known.refresh_from_db()
    assert (known.name, unfinished(known.pk)) == (NAME, [opinion.key])


def test_nobody_deletes_somebody_elses_data_and_officials_not_their_own(town, known):
    for actor in (town.by("admin"), town.by("hb.office"), town.resident(2)):
        with pytest.raises(NotYours):
            actions.erase(known, by=actor)
    official = town.person("hb.office")
    with pytest.raises(NotNow):
        actions.erase(official, by=actor_of(official, strong=False))
    known.refresh_from_db()
    official.refresh_from_db()
    assert (known.name, official.is_active) == (NAME, True)


def test_who_asked_to_take_something_off_is_forgotten_too(matter, known, town):
    from minsheng.instruments.publishing import actions as publishing

    opinion = town.opinion("triaged")
    opinions.publish(opinion, copy=opinions.Copy("灌木", "请补种。"), by=town.by("hb.office"))
    publishing.ask_removal(opinion.key, what="private", reason=f"我是{NAME}", by=actor_of(known))
    erased(known)
    row = Takedown.objects.get()
    assert (row.asker, row.reason, row.state) == (None, "", "asked")


def test_with_a_code_to_ones_own_phone_it_is_done_and_one_is_signed_out(matter, known, phone):
    matter(ended=True)
    client = browser(known, strong=False)
    asked = client.post("/me/erase/", {"ask": "1", "phone": "19900000001"})
    assert [asked.status_code, len(phone.messages), NUMBER in asked.content.decode()] == [200, 1, False]
    wrong = "000000" if phone.code != "000000" else "000001"
    refused = client.post("/me/erase/", {"asked": "on", "code": wrong})
    assert [refused.status_code, Contact.objects.filter(phone=NUMBER).count()] == [422, 1]
    done = client.post("/me/erase/", {"asked": "on", "code": phone.code})
    assert [done.status_code, done["Location"]] == [302, "/erased/"]
    assert [Contact.objects.filter(phone=NUMBER).count(), client.get("/me/").status_code] == [0, 302]
    assert "您的个人信息已删除" in client.get("/erased/").content.decode()


def test_what_keeps_it_from_being_deleted_is_shown_instead_of_a_button(matter, known):
    opinion = matter(ended=False)
    text = browser(known, strong=False).get("/me/erase/").content.decode()
    assert [f"/o/{opinion.number}/" in text, "办结后才能删除" in text, 'name="ask"' in text] == [True, True, False]


def test_the_same_phone_begins_anew_as_somebody_nobody_knows(matter, known, phone):
    matter(ended=True)
    erased(known)
    again = actions.person_of(phone.number)
    assert (again.pk == known.pk, again.name, Person.objects.filter(pk=known.pk).count()) == (False, "", 1)
    assert Opinion.objects.filter(author=again).count() == 0
