"""What other rooms' forms for the public copy are made of: flagged texts, photos to choose and to cover.

A room gives `CopyForm` its own words, photos and names; what comes out is a `Copy`.
"""

import re
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from minsheng.ground.files.models import File
from minsheng.ground.files.photos import PERMILLE, Box
from minsheng.ground.files.queries import small_url, url
from minsheng.instruments.publishing.actions import Copy
from minsheng.instruments.publishing.masks import Flag, flags, suggest
from minsheng.instruments.publishing.queries import latest, shown_before
from minsheng.ui.stepping import StepForm

SIDE: Final = 6
"""Cells on each side of the grid over a photo."""
MOST_BOXES: Final = 40
BOX: Final = re.compile(r"(\d{1,4}),(\d{1,4}),(\d{1,4}),(\d{1,4})")

type Covered = dict[UUID, list[Box]]


class PhotosToShow(forms.CheckboxSelectMultiple):
    """Photos to be ticked; over each of them cells to tick and, where a script can, rectangles to draw."""

    template_name = "publishing/photos_to_show.html"
    offered: list[File]
    drawn: Covered
    ticked: dict[UUID, set[int]]

    class Media:
        css: Final = {"all": ["publishing/cover.css"]}
        js: Final = [forms.Script("publishing/cover.js", type="module")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered, self.drawn, self.ticked = [], {}, {}

    def __deepcopy__(self, memo: Any) -> Any:
        """Each form has its own: Django copies what a widget holds only on the surface."""
        made = super().__deepcopy__(memo)
        made.offered, made.drawn, made.ticked = [], {}, {}
        return made

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each photo with what is chosen, drawn and ticked."""
        context = super().get_context(name, value, attrs)
        chosen = {str(pk) for pk in value or ()}
        rows = [self._row(n, photo) | {"chosen": str(photo.pk) in chosen} for n, photo in enumerate(self.offered, 1)]
        return context | {"name": name, "photos": rows}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The photos chosen; what was drawn and ticked over each is kept beside."""
        for photo in self.offered:
            boxes = [_box(found) for found in BOX.findall(data.get(f"{name}_boxes_{photo.pk}", ""))]
            cells = data.getlist(f"{name}_cells_{photo.pk}") if hasattr(data, "getlist") else []
            self.drawn[photo.pk] = [box for box in boxes if box[2] and box[3]][:MOST_BOXES]
            self.ticked[photo.pk] = {int(cell) for cell in cells if cell.isdecimal() and int(cell) < SIDE * SIDE}
        return super().value_from_datadict(data, files, name)

    def covers(self) -> Covered:
        """What is to be covered of each photo."""
        return {photo.pk: [*self.drawn.get(photo.pk, ()), *self._cells(photo)] for photo in self.offered}

    def _cells(self, photo: File) -> list[Box]:
        return [_cell(cell) for cell in sorted(self.ticked.get(photo.pk, ()))]

    def _row(self, n: int, photo: File) -> dict[str, Any]:
        words = _("Photo %(n)s, after") if photo.role == "after" else _("Photo %(n)s, before")
        ticked = self.ticked.get(photo.pk, set())
        cells = [
            {"n": cell, "row": cell // SIDE + 1, "column": cell % SIDE + 1, "ticked": cell in ticked}
            for cell in range(SIDE * SIDE)
        ]
        drawn = " ".join(",".join(map(str, box)) for box in self.drawn.get(photo.pk, ()))
        shown = {"pk": photo.pk, "url": url(photo), "small": small_url(photo), "label": words % {"n": n}}
        return shown | {"boxes": drawn, "ticked": ticked, "cells": cells}


def _box(found: tuple[str, ...]) -> Box:
    left, top, width, height = (min(int(part), PERMILLE) for part in found)
    return left, top, min(width, PERMILLE - left), min(height, PERMILLE - top)


def _cell(cell: int) -> Box:
    row, column = divmod(cell, SIDE)
    size = -(-PERMILLE // SIDE)
    return column * PERMILLE // SIDE, row * PERMILLE // SIDE, size, size


class PhotosField(forms.ModelMultipleChoiceField[File]):
    """Photos of a matter that may be shown."""

    widget = PhotosToShow

    def offer(self, photos: Iterable[File]) -> None:
        """Let these be chosen, in this order."""
        shown = list(photos)
        self.queryset = File.objects.filter(pk__in=[photo.pk for photo in shown])
        self.widget.offered = shown


class CopyForm(StepForm):
    """The public copy: it begins with the original, its phone numbers and the like taken out.

    Whatever still leads to a person, or makes one look twice, must be ticked as read.
    """

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    text = forms.CharField(label=gettext_lazy("Public text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))
    answer = forms.CharField(
        label=gettext_lazy("Public answer"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photos = PhotosField(File.objects.none(), label=gettext_lazy("Photos to show"), required=False)
    checked = forms.BooleanField(
        label=gettext_lazy("I have read what is marked: it may be shown"), required=False, widget=forms.HiddenInput
    )

    field_order = ("title", "text", "answer", "photos", "checked", "note")
    seen_by = gettext_lazy(
        "Everyone reads this title, text and answer, and sees the photos chosen. Nothing else is shown."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer()
        originals = self.originals()
        self.initial = {**self._begun(originals), **self.initial}
        for name, text in originals.items():
            self._say(name, text, self.data.get(name, "") if self.is_bound else self.initial[name])
        if not self.is_bound and any(self._left(self.initial)):
            self.fields["checked"].widget = forms.CheckboxInput()

    def originals(self) -> dict[str, str]:
        """The matter's own title, text and answer."""
        raise NotImplementedError

    def offered(self) -> list[File]:
        """The photos that may be shown."""
        raise NotImplementedError

    def names(self) -> list[str]:
        """Names of people that must not slip through."""
        return []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        found = list(self._left(cleaned))
        if found and not cleaned.pop("checked", False):
            self.fields["checked"].widget = forms.CheckboxInput()
            words = _("This may lead to a person: %(found)s. Take it out, or tick that it may be shown.")
            said = pgettext("between things", ", ").join(f"{flag.label}“{flag.text}”" for flag in found)
            self.add_error("checked", forms.ValidationError(words, params={"found": said}))
        cleaned.pop("checked", None)
        if not self.errors:
            cleaned["copy"] = self._copy(cleaned)
        return cleaned

    def _copy(self, cleaned: dict[str, Any]) -> Copy:
        texts = {name: cleaned.pop(name) for name in ("title", "text", "answer")}
        order = [photo.pk for photo in self._photos.offered]
        chosen = sorted(cleaned.pop("photos"), key=lambda photo: order.index(photo.pk))
        left = ["photos"] if len(chosen) < len(order) else []
        return Copy(**texts, photos=chosen, covers=self._photos.covers(), left_out=left)

    @property
    def _photos(self) -> PhotosToShow:
        widget: Any = self.fields["photos"].widget
        return widget  # type: ignore[no-any-return]  # the widget of the field above

    def _offer(self) -> None:
        """The photos, at first as they were shown last."""
        self.fields["photos"].offer(self.offered())  # type: ignore[attr-defined]  # a field of photos
        said = shown_before(self.subject.key) if not self.is_bound else []
        self._photos.drawn |= {UUID(one["file"]): [tuple(box) for box in one["boxes"]] for one in said}
        self.initial.setdefault("photos", [one["file"] for one in said])

    def _say(self, name: str, original: str, public: str) -> None:
        """Above the field: what was found in the original and is gone, and what is to be looked at."""
        gone = [flag for flag in flags(original, self.names()) if flag.masked and flag.text not in public]
        context = {"gone": gone, "left": flags(public, self.names())}
        if any(context.values()):
            self.fields[name].help_text = SafeString(render_to_string("publishing/flags.html", context))

    def _left(self, said: dict[str, Any]) -> Iterable[Flag]:
        for name in ("title", "text", "answer"):
            yield from flags(str(said.get(name, "")), self.names())

    def _begun(self, originals: dict[str, str]) -> dict[str, Any]:
        now = latest(self.subject.key)
        begun = {name: suggest(text).text for name, text in originals.items()}
        if now is None or not now.title:
            return begun
        return begun | {"title": now.title, "text": now.text, "answer": now.answer or begun["answer"]}
