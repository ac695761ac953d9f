"""A small document, and a browser for somebody of the cast."""

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minsheng.ground.files.actions import keep_document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def upload(name="要点.docx"):
    paper, file = docx.Document(), BytesIO()
    paper.add_paragraph("监督工作要点")
    paper.save(file)
    return SimpleUploadedFile(name, file.getvalue(), content_type=DOCX)


@pytest.fixture
def document():
    """Keep a document that somebody has just sent."""
    return lambda by: keep_document(upload(), by=by)


@pytest.fixture
def seat(town):
    """A browser in which somebody of the cast is signed in with both factors."""

    def sit(username):
        client = Client()
        client.force_login(town.person(username))
        session = client.session
        session["strong"] = True
        session.save()
        return client

    return sit
