"""One photo at a time: sent ahead of its form (answers are JSON, for the photo component), and shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from minsheng.ground.files import access, actions, store
from minsheng.ground.files.fields import keeper_of
from minsheng.ground.files.models import File
from minsheng.ground.files.photos import shown
from minsheng.ground.files.queries import shown_again
from minsheng.ground.people.sign_in import address_of
from minsheng.kernel.errors import Refused, Wrong
from minsheng.kernel.http import HtmxRequest

SHOWN_ALONE = {
    "Content-Disposition": "inline",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a refusal as {"message": sentence}."""

    @wraps(view)
    def answer(request: HtmxRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except Refused as refusal:
            return JsonResponse({"message": str(refusal.message)}, status=refusal.status)

    return answer


@require_POST
@in_json
def keep(request: HtmxRequest) -> HttpResponse:
    """Keep one photo, sent as "photo": its token, thumbnail and name, and where it is removed and turned."""
    upload = request.FILES.get("photo")
    if not isinstance(upload, UploadedFile):
        raise Wrong(_("No photo came. Choose a photo and send it again."))
    file = actions.keep(upload, by=request.actor, keeper=keeper_of(request), address=address_of(request))
    return JsonResponse(_told(file) | {"name": shown(upload)}, status=201)


@require_POST
@in_json
def remove(request: HtmxRequest, pk: UUID) -> HttpResponse:
    """Drop a photo before it is attached."""
    actions.remove(_kept(request, pk))
    return JsonResponse({})


@require_POST
@in_json
def rotate(request: HtmxRequest, pk: UUID) -> HttpResponse:
    """Turn a photo a quarter clockwise before it is attached; the answer is as for a new one."""
    file = _kept(request, pk)
    actions.count(request.actor, address_of(request))
    return JsonResponse(_told(actions.rotate(file)))


@require_safe
def photo(request: HtmxRequest, pk: UUID, *, small: bool = False) -> HttpResponseBase:
    """The photo or its thumbnail; 404 for whoever may not see it. What isn't public is stored nowhere on the way."""
    file = access.seen(request.actor, pk, keeper=keeper_of(request))
    if file is None or file.name:
        raise Http404
    response = _unchanged(request, file, small=small) or _content(file, small=small)
    for name, value in SHOWN_ALONE.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "public, no-cache" if access.is_public(file) else "private, no-store"
    return response


@require_safe
def document(request: HtmxRequest, pk: UUID) -> HttpResponseBase:
    """A document, always as a download; 404 for whoever may not see it."""
    file = access.seen(request.actor, pk, keeper=keeper_of(request))
    if file is None or not file.name:
        raise Http404
    response = _content(file, small=False)
    named = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    for name, value in (SHOWN_ALONE | {"Content-Disposition": named}).items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _unchanged(request: HtmxRequest, file: File, *, small: bool) -> HttpResponseBase | None:
    return get_conditional_response(request, etag=_etag(file, small=small))


def _content(file: File, *, small: bool) -> FileResponse:
    try:
        content = store.path(file.sha256, small=small).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(content, content_type=file.mime, headers={"ETag": _etag(file, small=small)})


def _etag(file: File, *, small: bool) -> str:
    return f'"{file.sha256[:32]}{"-small" if small else ""}"'


def _kept(request: HtmxRequest, pk: UUID) -> File:
    return get_object_or_404(access.kept_by(request.actor, keeper_of(request)).photos(), pk=pk)


def _told(file: File) -> dict[str, str]:
    return shown_again(file)._asdict()
