from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.ground.places.queries import streets
from minsheng.instruments.publishing.models import Publication
from minsheng.instruments.publishing.queries import categories, category_words


class FilterForm(forms.Form):
    """What the public list is narrowed by; it lives in the address."""

    q = forms.CharField(label=_("Words or number"), required=False, max_length=60)
    street = forms.ChoiceField(label=_("Subdistrict"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    stage = forms.ChoiceField(label=_("How far it is"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", pgettext_lazy("filter", "All"))
        self._choose("street", [anything, *((street.code, str(street)) for street in streets())])
        words = category_words()
        self._choose("category", [anything, *((name, words.get(name, name)) for name in categories())])
        self._choose("stage", [anything, *Publication.Stage.choices])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
