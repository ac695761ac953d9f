"""Nothing gets out: what is planted is found where it may be, by whom it may be, and nowhere else."""

import re

import pytest
from django.conf import settings
from django.db import connection

from minsheng.ground.files import store
from minsheng.ground.files.models import File
from minsheng.ground.journal.models import Words
from minsheng.ground.notices.models import Message
from minsheng.ground.people.models import Contact
from tests.leaks.crawler import crawl, look
from tests.leaks.planted import NOTE, REASON
from tests.walk.people import EVERYBODY, undone

pytestmark = pytest.mark.timeout(1800)  # the crawl is one long step, and the machine may be busy with others

OFFICIALS = "deputy office director handler district coordinator auditor"
ALLOWED = {
    "private words": f"link own {OFFICIALS}",
    "number of the private one": f"link own {OFFICIALS}",
    "hidden words": "own office director",
    "number of the hidden one": "own office director",
    "door": "own deputy office director district coordinator auditor",
    "phone in the words": "own deputy office director district coordinator auditor",
    "address": f"link own {OFFICIALS}",
    "name": "own",
    "phone": "",
    "note": "office director",
    "answer not yet checked": OFFICIALS,
    "words with a rating": f"own {OFFICIALS}",
    "explained, not yet standing": "deputy office director district coordinator auditor",
    "words of a call-back": "office director",
    "words against the director": "own office",
    "why more time": OFFICIALS,
    "words of what leads": f"own {OFFICIALS}",
    "words of what was united": f"other {OFFICIALS}",
    "words of what was united and hidden": "own office director",
    "reason for a look": "office director auditor",
    "exact point": "",
    "exact point in GeoJSON": "",
    "where the camera was": "",
    "whose camera it was": "",
    "token of a link": "",
}
"""By mark, who reads it on any page that can be reached. Nobody else does, anywhere."""


def readers(planted, pages):
    """By mark, who read it."""
    return {
        name: " ".join(who for who in EVERYBODY if any(mark in page.text for page in pages if page.who == who))
        for name, mark in planted.marks.items()
    }


def found(marks, text, *, but=()):
    """The names of the marks in a text."""
    return sorted(name for name, mark in marks.items() if mark in text and name not in but)


def test_what_is_planted_is_read_by_whom_it_concerns_and_by_nobody_else(crawled):
    assert readers(crawled.planted, crawled.pages) == ALLOWED


def test_no_page_breaks(crawled):
    assert [(page.who, page.address) for page in crawled.pages if page.response.status_code >= 500] == []


def test_a_file_names_nobody_whoever_exports_it(crawled):
    exports = [page for page in crawled.pages if page.route in {"opinions:csv", "opinions:xlsx", "opinions:json"}]
    personal = ("name", "phone", "phone in the words", "door", "hidden words", "number of the hidden one", "note")
    marks = {name: crawled.planted.marks[name] for name in personal}

    assert {page.route for page in exports if page.who == "office" and page.response.status_code == 200} == {
        "opinions:csv",
        "opinions:xlsx",
        "opinions:json",
    }
    assert [(page.who, page.address, names) for page in exports if (names := found(marks, page.text))] == []


def test_what_a_cache_may_keep_holds_nothing_of_anybody(crawled):
    kept = [page for page in crawled.pages if "public" in page.response.headers.get("Cache-Control", "")]

    assert {page.route for page in kept if page.who == "nobody"} == {
        "files:photo",
        "files:small",
        "places:boundaries",
        "places:stations",
        "publishing:around",
        "publishing:map",
        "publishing:promises",
        "publishing:publication",
        "publishing:publications",
    }
    assert [(page.who, page.address) for page in kept if found(crawled.planted.marks, page.text)] == []
    assert [(page.who, page.address) for page in kept if page.response.cookies or "csrf" in page.text] == []


def test_a_page_made_for_somebody_is_kept_by_no_cache(crawled):
    kept = {
        f"{page.route} {page.response.status_code}"
        for page in crawled.pages
        if page.who != "nobody" and page.response.headers.get("Content-Type", "").startswith("text/html")
        if not {"private", "no-store"} & set(re.split(r"[ ,]+", page.response.headers.get("Cache-Control", "")))
    }
    assert sorted(kept) == []


def test_messages_tell_numbers_and_links_to_who_asked_for_them_and_nothing_else(crawled):
    texts = " ".join(text for _phone, text in crawled.messages)

    other = Contact.objects.get(person=crawled.planted.made["U"].author_id).phone
    assert {phone for phone, _text in crawled.messages} == {crawled.planted.marks["phone"], other}
    assert found(crawled.planted.marks, texts) == ["number of the hidden one", "number of the private one"]
    assert set(Message.objects.values_list("phone", "text")) == {("", "")}


def test_the_log_knows_routes_and_statuses_only(crawled):
    tokens = re.findall(r"/l/([\w-]+)/", " ".join(text for _phone, text in crawled.messages))
    codes = re.findall(r"\d{6}(?!\d)", crawled.messages[0][1])
    log = "\n".join(crawled.log)

    assert '"route": "links:link"' in log
    assert found(crawled.planted.marks, log) == []
    assert [secret for secret in [*tokens, *codes] if secret in log] == []
    assert len(tokens) > 0


def test_the_journal_keeps_ids_and_its_words_what_officials_said(crawled):
    said = [(words.note, str(words.facts)) for words in Words.objects.all()]

    facts = " ".join(facts for _note, facts in said)
    assert found(crawled.planted.marks, facts, but=(*NUMBERS, "why more time")) == []
    assert {NOTE, REASON} < {note for note, _facts in said}
    assert found(crawled.planted.marks, dump("journal_entry") + dump("journal_signature"), but=NUMBERS) == []
    assert found(crawled.planted.marks, dump("notices_notice") + dump("duties_duty"), but=NUMBERS) == []
    assert found(crawled.planted.marks, dump("publishing_publication")) == []


NUMBERS = ("number of the private one", "number of the hidden one")


def dump(table):
    """All of a table as text."""
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(string_agg({table}::text, ' '), '') from {table}")  # noqa: S608 (our names)
        return cursor.fetchone()[0]


def test_photos_carry_nothing_that_a_phone_wrote_into_them(crawled):
    shown = [page for page in crawled.pages if page.route in {"files:photo", "files:small"}]
    contents = [(file.sha256, small) for file in File.objects.all() for small in (True, False)]
    stored = [store.path(sha256, small=small).read_bytes() for sha256, small in contents]
    traces = (b"Exif", b"Camera of", b"http://ns.adobe.com", b"Photoshop", b"GPS")

    assert {page.response.status_code for page in shown} == {200}
    assert [trace for trace in traces for page in shown if trace.decode() in page.text] == []
    assert [trace for trace in traces for content in stored if trace in content] == []


def test_a_phone_is_read_in_full_only_by_who_says_why(crawled):
    number, said = crawled.planted.made["M"].number, {"note": "约上门时间"}
    answers = {}
    for who, client in crawled.browsers.items():
        with undone(client):
            response = client.post(f"/o/{number}/reveal/", said)
        if crawled.planted.marks["phone"] in response.content.decode():
            answers[who] = response.headers["Cache-Control"]

    assert set(answers) == {"deputy", "office", "director", "handler", "district", "coordinator"}
    assert [who for who, kept in answers.items() if "no-store" not in kept] == []


def test_pages_of_errors_say_what_to_do_and_nothing_of_what_is_kept(crawled):
    marks, browsers = crawled.planted.marks, crawled.browsers
    m, h = crawled.planted.made["M"].number, crawled.planted.made["H"].number
    answers = {
        404: browsers["handler"].get(f"/o/{h}/"),
        403: browsers["own"].get("/opinions/"),
        409: browsers["office"].post(f"/o/{m}/transfer/"),
        422: browsers["other"].post("/report/", {"text": "x"}),
        500: broken(browsers["own"]),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    assert {found_in for answer in answers.values() for found_in in found(marks, text(answer), but=NUMBERS)} == set()
    assert [word for answer in answers.values() for word in ("Traceback", "/minsheng/") if word in text(answer)] == []


def broken(client):
    """A page whose table is gone."""
    with undone(client):
        with connection.cursor() as cursor:
            cursor.execute("alter table follows_follow rename to follows_gone")
        return client.get("/mine/")


def text(answer):
    return answer.content.decode()


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(crawled):
    client = crawled.browsers["office"]
    with undone(client):
        client.get("/report/")
        client.post("/ui/prefs/", {"elder": "on", "next": "/"})
        client.post("/signin/acting/", {"acting": "resident"})
        flags = {name: (bool(cookie["httponly"]), cookie["samesite"]) for name, cookie in client.cookies.items()}

    assert {name: flags[name] for name in ("sessionid", "csrftoken")} == {
        "sessionid": (True, "Lax"),
        "csrftoken": (False, "Lax"),
    }
    assert (settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE) == (settings.BEHIND_TLS, settings.BEHIND_TLS)


def leak(request):
    """A context processor as somebody careless might write it: it puts an opinion's words into every title."""
    from minsheng.instruments.opinions.models import Opinion

    return {"site_title": Opinion.objects.filter(hidden="confirmed").values_list("text", flat=True).first()}


def test_a_planted_leak_is_found_by_the_same_reader(crawled, settings):
    template = settings.TEMPLATES[0]
    options = template["OPTIONS"]
    processors = [*options["context_processors"], "tests.leaks.test_leaks.leak"]
    settings.TEMPLATES = [{**template, "OPTIONS": {**options, "context_processors": processors}}]

    pages = crawl("other", crawled.browsers["other"], ["/about/"])

    assert readers(crawled.planted, pages)["hidden words"] == "other"


def test_a_photo_planted_with_its_metadata_is_found(crawled):
    file = File.objects.filter(kind="opinions.opinion")[0]
    path = store.path(file.sha256)
    content = path.read_bytes()
    path.write_bytes(content + b"Exif Camera of Shen")
    try:
        page = look("own", crawled.browsers["own"], f"/files/{file.pk}/")
    finally:
        path.write_bytes(content)

    assert found(crawled.planted.marks, page.text) == ["whose camera it was"]
