"""The photos of a form: new ones come as files, those kept before as tokens, and none is lost when the form fails."""

import secrets
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.ground.files import actions, photos
from minsheng.ground.files.models import File
from minsheng.ground.files.photos import Upload
from minsheng.ground.files.queries import document_limits, limits, shown_again, waiting
from minsheng.ground.files.tokens import token
from minsheng.ground.people.actors import NOBODY, Actor
from minsheng.ground.people.sign_in import address_of
from minsheng.kernel.errors import Refused, TooOften, Wrong
from minsheng.kernel.http import HtmxRequest
from minsheng.ui.fields import Kept
from minsheng.ui.stepping import KEPT_FOR

SESSION_KEY = "keeper"
NAMED = 3


def keeper_of(request: HttpRequest) -> str:
    """The secret of the session that keeps photos. It outlives signing in; it is made when something is first sent.

    The session of somebody unknown lives for some hours then; signing in gives it its usual life.
    """
    if request.method == "POST" and SESSION_KEY not in request.session:
        request.session[SESSION_KEY] = secrets.token_urlsafe(24)
        if cast("HtmxRequest", request).actor.kind == NOBODY.kind:
            request.session.set_expiry(KEPT_FOR)
    return str(request.session.get(SESSION_KEY, ""))


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought: new files and the tokens of photos kept before."""

    new: list[Upload] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.tokens)


class PhotosInput(forms.FileInput):
    """The photo component. Without JavaScript too: several files, and a box to tick for removing one kept before."""

    template_name = "ui/widgets/photos.html"
    allow_multiple_selected = True
    accept = "image/jpeg,image/png,image/webp"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": self.accept, "multiple": True, **(attrs or {})})
        self.kept: list[Kept] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        """Files and tokens; a token ticked for removal is left out."""
        dropped = _all(data, f"{name}_tokens_remove")
        kept = [text for text in _all(data, f"{name}_tokens") if text not in dropped]
        return Sent(_all(files, name), list(dict.fromkeys(kept)))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither came."""
        return name not in files and f"{name}_tokens" not in data

    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ARG002 (Django's signature)
        """Never: photos kept before count too, and the browser doesn't know them."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Say where photos are sent, how many there may be, and, as initial value, which tokens are kept already."""
        kept = waiting(value.split()) if isinstance(value, str) else self.kept
        more = {"upload": reverse("files:keep"), "limit": limits().count, "kept": kept, "tokens": f"{name}_tokens"}
        return super().get_context(name, value, attrs) | more


class DocumentsInput(PhotosInput):
    """Documents: sent with the form; those that came with a failed one are listed, with a box to tick for removal."""

    template_name = "ui/widgets/documents.html"
    accept = ".pdf,.docx,.xlsx,.pptx,.ofd"


def _all(data: Any, name: str) -> list[Any]:
    """All values under a name, of a request's data or of a plain dict."""
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    found = data.get(name, [])
    return list(found) if isinstance(found, list | tuple) else [found]


class PhotosField(forms.Field):
    """Photos in their order, as kept `File` rows. Whatever else is wrong with the form, the good ones are kept."""

    widget = PhotosInput
    default_error_messages = {"required": gettext_lazy("Add at least one photo.")}
    by: Actor = NOBODY
    keeper: str = ""
    address: str = ""
    are_documents = False

    @property
    def most(self) -> int:
        """How many may be sent."""
        return (document_limits() if self.are_documents else limits()).count

    def clean(self, value: Sent | None) -> list[File]:
        """Keep what is good, show it again, and name what isn't."""
        kept, wrong = self.gather(value or Sent())
        cast("PhotosInput", self.widget).kept = [shown_again(file) for file in kept]
        if wrong:
            raise forms.ValidationError(wrong)
        self.validate(kept)
        return kept

    def has_changed(self, initial: object, data: Sent | None) -> bool:  # noqa: ARG002 (Django's signature)
        """Whether anything was sent."""
        return bool(data)

    def gather(self, sent: Sent) -> tuple[list[File], list[str]]:
        """Keep what was sent, as many as may be; a sentence for each one refused. No more than that are looked at."""
        kept: dict[UUID, File] = {}
        most, keep = self.most, actions.keep_document if self.are_documents else actions.keep
        wrong = self._fetch((partial(actions.claim, text) for text in sent.tokens[:most]), kept)
        room = most - len(kept)
        wrong += self._fetch((partial(keep, new, address=self.address) for new in sent.new[:room]), kept)
        over = [*(None for _token in sent.tokens[most:]), *sent.new[room:]]
        return list(kept.values()), [*dict.fromkeys(wrong), *self._too_many(over)]

    def _too_many(self, over: list[Upload | None]) -> list[str]:
        """One sentence, naming the first few of the files that were left out."""
        if listed := _listed(over):
            words = _(
                "“%(name)s” not added: at most %(most)s photos can be sent. To add more, remove another one first."
            )
            return [words % {"name": listed, "most": self.most}]
        words = _("At most %(most)s photos can be sent with this form; the first ones are kept.")
        return [words % {"most": self.most}] if over else []

    def _fetch(self, photos: Iterable[Callable[..., File]], kept: dict[UUID, File]) -> list[str]:
        """Add what can be had to what is kept; what is wrong with the rest. After a limit nothing more is tried."""
        wrong = []
        for fetch in photos:
            try:
                file = fetch(by=self.by, keeper=self.keeper)
                if bool(file.name) != self.are_documents:
                    raise Wrong(_("This file can't be sent here. Add another one."))
                kept[file.pk] = file
            except Refused as refusal:
                wrong.append(str(refusal.message))
                if isinstance(refusal, TooOften):
                    break
        return wrong


def _listed(over: list[Upload | None]) -> str:
    """The names of the first few of the files that were left out."""
    names = [photos.shown(upload) for upload in over if upload]
    return "”, “".join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])


class DocumentsField(PhotosField):
    """Documents (PDF, Word, Excel, PowerPoint, OFD), as kept `File` rows with a name. Used like photos."""

    widget = DocumentsInput
    default_error_messages = {"required": gettext_lazy("Add at least one document.")}
    are_documents = True

    def _too_many(self, over: list[Upload | None]) -> list[str]:
        words = _("At most %(most)s documents can be sent with this form; the first ones are kept.")
        return [words % {"most": self.most}] if over else []


class PhotosMixin:
    """A form with photo fields. Give it who sends, `by=request.actor` (or `actor=`) and `keeper=keeper_of(request)`.

    A form for people who aren't signed in also takes `address=address_of(request)`: their photos are counted by it.
    """

    fields: dict[str, forms.Field]
    base_fields: ClassVar[dict[str, forms.Field]]

    def __init__(self, *args: Any, by: Actor | None = None, keeper: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            if isinstance(each, PhotosField):
                each.by, each.keeper = by or kwargs.get("actor") or NOBODY, keeper
                each.address = kwargs.get("address", "")

    @classmethod
    def rescue(cls, request: HttpRequest) -> dict[str, list[str]]:
        """Keep what a form brings whose sender must sign in first: by field, its initial value afterwards."""
        found = {}
        for name, base in cls.base_fields.items():
            if isinstance(base, PhotosField):
                field = deepcopy(base)
                field.by, field.keeper = cast("HtmxRequest", request).actor, keeper_of(request)
                field.address = address_of(request)
                sent = cast("PhotosInput", field.widget).value_from_datadict(request.POST, request.FILES, name)
                found[name] = [" ".join(token(file) for file in field.gather(sent)[0])]
        return found
