"""Documents: what may be passed on, under what name, to whom."""

import io
import zipfile

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from minsheng.ground.files import access, actions, queries
from minsheng.ground.files.fields import DocumentsField, PhotosField, PhotosMixin
from minsheng.ground.files.models import File
from minsheng.ground.files.tests.conftest import drawn
from minsheng.ground.files.tokens import token
from minsheng.ground.people.actors import NOBODY
from minsheng.kernel.errors import TooLarge, Wrong

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def sent(content=PDF, name="plan.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/x-whatever")


def archive(*parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for part in ("[Content_Types].xml", *parts):
            made.writestr(part, "<x/>")
    return target.getvalue()


class Attachments(PhotosMixin, forms.Form):
    title = forms.CharField(min_length=4)
    papers = DocumentsField(required=False)


class Pictures(PhotosMixin, forms.Form):
    papers = PhotosField(required=False)


def attachments(by, new=(), tokens=(), title="Inspection", form=Attachments):
    data = MultiValueDict({"title": [title], "papers_tokens": list(tokens)})
    return form(data, MultiValueDict({"papers": list(new)}), by=by)


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PDF, "plan.pdf", "plan.pdf"),
        (PDF, "plan.exe", "plan.pdf"),
        (PDF, "实施方案.PDF", "实施方案.pdf"),
        (archive("word/document.xml"), "a/b\\task.docx", "task.docx"),
        (archive("xl/workbook.xml"), "list.xls", "list.xlsx"),
        (archive("ppt/presentation.xml"), "talk.pptx", "talk.pptx"),
        (archive("OFD.xml"), "notice.ofd", "notice.ofd"),
    ],
)
def test_a_document_is_kept_under_a_name_that_says_what_it_is(lin, content, name, kept):
    file = actions.keep_document(sent(content, name.replace("\\", "_").split("/")[-1]), by=lin)

    assert (file.name.removeprefix("b_"), file.bytes) == (kept, len(content))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ\x90", "“plan.pdf” can't be taken. Choose a PDF, Word, Excel, PowerPoint or OFD file."),
        (b"<html>", "“plan.pdf” can't be taken. Choose a PDF, Word, Excel, PowerPoint or OFD file."),
        (drawn(), "“plan.pdf” can't be taken. Choose a PDF, Word, Excel, PowerPoint or OFD file."),
        (archive("evil.js"), "“plan.pdf” can't be taken. Choose a PDF, Word, Excel, PowerPoint or OFD file."),
        (archive()[:-9], "“plan.pdf” can't be taken. Choose a PDF, Word, Excel, PowerPoint or OFD file."),
        (
            archive("word/document.xml", "word/vbaProject.bin"),
            "“plan.pdf” holds macros. Save it without macros and send it again.",
        ),
    ],
)
def test_what_may_not_be_passed_on_is_refused_in_plain_words(lin, content, sentence):
    with pytest.raises(Wrong) as refusal:
        actions.keep_document(sent(content), by=lin)

    assert (str(refusal.value.message), File.objects.count()) == (sentence, 0)


def test_a_document_that_is_too_large_is_refused(lin):
    with pytest.raises(TooLarge) as refusal:
        actions.keep_document(sent(PDF + b"0" * 15 * 1024 * 1024), by=lin)

    assert str(refusal.value.message) == "“plan.pdf” is too large. A document may have 15 MB."


def test_good_documents_stay_when_the_form_fails(lin):
    form = attachments(lin, [sent(), sent(b"bad", "bad.pdf")], title="x")

    assert (form.is_valid(), sorted(form.errors)) == (False, ["papers", "title"])
    assert [kept.name for kept in form.fields["papers"].widget.kept] == ["plan.pdf"]
    assert "plan.pdf" in str(form["papers"])
    again = attachments(lin, tokens=[form.fields["papers"].widget.kept[0].token])
    assert (again.is_valid(), [file.name for file in again.cleaned_data["papers"]]) == (True, ["plan.pdf"])


def test_a_document_is_no_photo_and_a_photo_is_no_document(lin):
    document = actions.keep_document(sent(), by=lin)
    photo = actions.keep(SimpleUploadedFile("a.jpg", drawn()), by=lin)
    as_photo = attachments(lin, tokens=[token(document)], form=Pictures)
    as_document = attachments(lin, tokens=[token(photo)])

    for form in (as_photo, as_document):
        assert form.errors == {"papers": ["This file can't be sent here. Add another one."]}


def test_more_than_may_be_sent_are_left_out(lin):
    form = attachments(lin, [sent(PDF + bytes([i]), f"{i}.pdf") for i in range(10)])

    assert form.errors["papers"] == ["At most 9 documents can be sent with this form; the first ones are kept."]


def test_documents_of_a_matter_are_listed_apart_from_its_photos_and_read_by_whom_it_lets_in(client, lin):
    access.guard("tests.task", lambda actor, _number: actor == NOBODY)
    document = actions.keep_document(sent(name="任务书.pdf"), by=lin)
    photo = actions.keep(SimpleUploadedFile("a.jpg", drawn()), by=lin)
    actions.attach([document, photo], kind="tests.task", number="7", role="document", by=lin)

    links = queries.document_links("tests.task", "7")
    assert links == [{"name": "任务书.pdf", "url": reverse("files:document", args=[document.pk]), "size": len(PDF)}]
    assert [file.pk for file in queries.of("tests.task", "7")] == [photo.pk]
    answer = client.get(links[0]["url"])
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert [client.get(reverse(f"files:{way}", args=[document.pk])).status_code for way in ("photo", "small")] == [
        404
    ] * 2
    assert client.get(reverse("files:document", args=[photo.pk])).status_code == 404
    access.guard("tests.task", lambda _actor, _number: False)
    assert client.get(links[0]["url"]).status_code == 404
    del access.guards["tests.task"]
