"""Importing on a page: upload, say which column is which, look at the first rows, start."""

from collections.abc import Callable
from typing import Any, Final

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from minsheng.ground.files.uploads import Capped
from minsheng.ground.jobs.queries import latest
from minsheng.ground.people import guards
from minsheng.ground.policies.queries import value
from minsheng.instruments.imports import access, actions, columns, sheets, store
from minsheng.instruments.imports.forms import FileForm, MappingForm
from minsheng.instruments.imports.models import Upload
from minsheng.kernel.errors import Refused
from minsheng.kernel.http import HtmxRequest, reply

PREVIEW: Final = 20
OK, REFUSED = 200, 422

type View = Callable[..., HttpResponse]


class Limited(Capped):
    """As for photos: a little more than is allowed comes through, so that it is recognised as too large."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The limit is that of sheets."""
        super().new_file(*args, **kwargs)
        self.left = value("imports.limits")["megabytes"] * 1024 * 1024 + 1


@csrf_exempt  # checked by `_new`: the handlers must be chosen before anybody reads the form
@guards.only(access.may_import)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HtmxRequest) -> HttpResponse:
    """Choose a file; below it what was imported before."""
    request.upload_handlers = [Limited(request), TemporaryFileUploadHandler(request)]
    return _new(request)


@csrf_protect
def _new(request: HtmxRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    status = OK
    if form.is_bound and form.is_valid():
        try:
            return redirect("imports:upload", actions.keep(form.cleaned_data["file"], by=request.actor).pk)
        except Refused as refusal:
            form.add_error("file", str(refusal.message))
            status = refusal.status
    status = REFUSED if form.errors and status == OK else status
    context = {"form": form, "limits": value("imports.limits"), "jobs": latest(request.actor, actions.KIND)}
    return reply(request, "imports/new.html", context, status=status)


@guards.only(access.may_import)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HtmxRequest, pk: int) -> HttpResponse:
    """Which column is which, with the first rows read that way. Whoever comes back after the start gets to the job."""
    found = get_object_or_404(access.visible_to(request.actor), pk=pk)
    if found.job_id:
        return redirect("jobs:job", found.job_id)
    sheet = sheets.opened(store.path(found.stored))
    data = [request.POST] if request.method == "POST" else []
    form = MappingForm(*data, headings=sheet.headings, actor=request.actor)
    if form.is_bound and form.is_valid() and "start" in request.POST:
        return _started(request, found, form)
    return _shown(request, found, sheet, form)


def _started(request: HtmxRequest, found: Upload, form: MappingForm) -> HttpResponse:
    said = form.cleaned_data
    chosen = {"station": said["station"], "channel": said["channel"], "live": bool(said["live"])}
    job = actions.start(found, form.mapping, **chosen, by=request.actor)
    return redirect("jobs:job", job.pk)


def _shown(request: HtmxRequest, found: Upload, sheet: sheets.Sheet, form: MappingForm) -> HttpResponse:
    lines = list(actions.checked(sheet, form.mapping, PREVIEW)) if form.whole else []
    context = {
        "upload": found,
        "form": form,
        "preview": [_line(line, why, form.mapping) for line, why in lines],
        "wrong": sum(bool(why) for _line_, why in lines),
        "aside": columns.unknown(sheet.headings, form.mapping),
    }
    return reply(request, "imports/upload.html", context, status=REFUSED if form.errors else OK)


def _line(line: sheets.Line, why: str, mapping: columns.Columns) -> dict[str, Any]:
    """What the preview shows of a line: the columns that everybody needs."""
    cells = [line.cells[mapping[name]] if mapping[name] < len(line.cells) else "" for name in columns.REQUIRED]
    return {"number": line.number, "cells": cells, "why": why}
