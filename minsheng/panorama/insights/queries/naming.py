"""What the keys of a table are called."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.ground.people.models import Unit
from minsheng.ground.places.models import Place
from minsheng.ground.policies.models import Category
from minsheng.instruments.opinions.models import Opinion

type Names = Mapping[str, str | Promise]


def names(by: str, keys: Iterable[str], *, in_one_street: bool) -> Names:
    """By key, in the order of the table; what has none yet comes last. One query, or none."""
    found = set(keys)
    unknown: Names = {"": _("not known yet")} if "" in found else {}
    named = _local_units if by == "unit" and in_one_street else NAMED[by]
    return {**named(found - {""}), **unknown}


def _streets(keys: set[str]) -> Names:
    return {str(row.pk): str(row) for row in Place.objects.filter(pk__in=[int(key) for key in keys]).order_by("code")}


def _units(keys: set[str]) -> Names:
    rows = Unit.objects.filter(pk__in=[int(key) for key in keys]).select_related("place").order_by("place__code", "id")
    return {str(row.pk): f"{row.place} {row.short}" for row in rows}


def _local_units(keys: set[str]) -> Names:
    rows = Unit.objects.filter(pk__in=[int(key) for key in keys]).order_by("place__code", "id")
    return {str(row.pk): row.short for row in rows}


def _categories(keys: set[str]) -> Names:
    return {row.code: str(row) for row in Category.objects.current().filter(code__in=keys).order_by("code")}


def _channels(keys: set[str]) -> Names:
    return {value: label for value, label in Opinion.Channel.choices if value in keys}


NAMED: Final[dict[str, Callable[[set[str]], Names]]] = {
    "street": _streets,
    "unit": _units,
    "category": _categories,
    "channel": _channels,
}
