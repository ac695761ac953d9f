"""Fields that choose a category of the taxonomy, a unit, photos, or a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.html import format_html
from django.utils.translation import gettext as _

from minsheng.ground.files.models import File
from minsheng.ground.files.queries import small_url
from minsheng.ground.people.models import Unit
from minsheng.ground.policies.models import Category
from minsheng.ground.policies.queries import categories


class ByLevel(forms.models.ModelChoiceIterator[Category]):
    """The taxonomy as groups: the twelve classes, their kinds below."""

    def __iter__(self) -> Any:
        yield "", self.field.empty_label
        for upper, lower in categories():
            yield str(upper), [self.choice(category) for category in lower]


class CategoryField(forms.ModelChoiceField[Category]):
    iterator = ByLevel


class UnitChoice(forms.ModelChoiceField[Unit]):
    """A unit by its short name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short)


class PhotoChoice(forms.ModelMultipleChoiceField[File]):
    """Photos to be ticked: each is seen, numbered through, and says whether it shows before or after."""

    def offer(self, photos: Iterable[File]) -> None:
        """Let these be chosen, in this order."""
        shown = list(photos)
        self.queryset = File.objects.filter(pk__in=[photo.pk for photo in shown])
        self.choices = [(photo.pk, _label(n, photo)) for n, photo in enumerate(shown, 1)]


def _label(n: int, photo: File) -> str:
    words = _("Photo %(n)s, after") if photo.role == "after" else _("Photo %(n)s, before")
    image = '<img src="{}" alt="" width="96" height="96" loading="lazy"><span>{}</span>'
    return format_html(image, small_url(photo), words % {"n": n})


class DayField(forms.DateField):
    """A day that a clock can stand on."""

    def __init__(self, **kwargs: Any) -> None:
        days = [MinValueValidator(date(1949, 10, 1)), MaxValueValidator(date(2199, 12, 31))]
        widget = forms.DateInput(attrs={"type": "date"})
        super().__init__(required=False, widget=widget, validators=days, **kwargs)
