"""Fields that choose a category of the taxonomy, a unit, photos, or a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from minsheng.ground.people.models import Unit
from minsheng.ground.policies.models import Category
from minsheng.ground.policies.queries import categories


class ByLevel(forms.models.ModelChoiceIterator[Category]):
    """The taxonomy as groups: what the text points to first, then the twelve classes, their kinds below."""

    def __iter__(self) -> Any:
        yield "", self.field.empty_label
        suggested = getattr(self.field, "suggested", ())
        if suggested:
            yield _("By the words of the text"), [self.choice(category) for category in suggested]
        for upper, lower in categories():
            yield str(upper), [self.choice(category) for category in lower]


class CategoryField(forms.ModelChoiceField[Category]):
    iterator = ByLevel
    suggested: Sequence[Category] = ()


class UnitChoice(forms.ModelChoiceField[Unit]):
    """A unit by its short name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short)


class DayField(forms.DateField):
    """A day that a clock can stand on."""

    def __init__(self, **kwargs: Any) -> None:
        days = [MinValueValidator(date(1949, 10, 1)), MaxValueValidator(date(2199, 12, 31))]
        widget = forms.DateInput(attrs={"type": "date"})
        super().__init__(required=False, widget=widget, validators=days, **kwargs)
