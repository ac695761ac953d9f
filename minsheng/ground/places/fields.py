import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minsheng.ground.places import queries
from minsheng.ground.places.models import Place

NUMBER = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,20})?")
DECIMALS = 6  # about 0.1 m
CHINA_LON, CHINA_LAT = (73, 136), (3, 54)


def point(lon: str, lat: str) -> tuple[float, float] | None:
    """The point that was sent as text, None if none was; a ValidationError with its sentence if it can't be one."""
    if not lon and not lat:
        return None
    if not (NUMBER.fullmatch(lon) and NUMBER.fullmatch(lat)):
        raise ValidationError(_("The place on the map could not be read. Choose it again, or choose the subdistrict."))
    x, y = round(float(lon), DECIMALS), round(float(lat), DECIMALS)
    if _within(y, CHINA_LON) and _within(x, CHINA_LAT):
        raise ValidationError(
            _("Longitude and latitude seem to be swapped. Choose the place again, or choose the subdistrict.")
        )
    if abs(x) > 180 or abs(y) > 90:  # noqa: PLR2004 (the whole earth)
        raise ValidationError(
            _("There is no such place on earth. Choose it on the map again, or choose the subdistrict.")
        )
    return x, y


def located(lon: float, lat: float) -> queries.Located:
    """What the point lies in; a ValidationError with its sentence if that is not the district served here."""
    found = queries.locate(lon, lat)
    if found is None:
        raise ValidationError(
            _(
                "This place lies outside %(district)s, so it can't be taken here; for matters elsewhere, "
                "call 12345 or turn to the district it lies in."
            ),
            params={"district": queries.district()},
        )
    return found


def _within(value: float, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= value <= bounds[1]


class ByStreet(forms.models.ModelChoiceIterator[Place]):
    """Communities grouped by their street, so that the list can be used without a script."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        for street, group in groupby(self.queryset.order_by("parent__code", "code"), key=lambda place: place.parent):
            yield str(street), [self.choice(place) for place in group]


class StreetSelect(forms.Select):
    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ARG002 (Django's signature)
        """Never: a browser doesn't know of the point."""
        return False


class StreetField(forms.ModelChoiceField[Place]):
    """A street that is needed, though a point on the map may stand for it: the form says so when both are missing."""

    widget = StreetSelect

    def validate(self, value: Any) -> None:
        """None chosen is the form's business."""


class CommunityField(forms.ModelChoiceField[Place]):
    iterator = ByStreet


class PlaceMixin(forms.Form):
    """The part of a form that says where: a point on the map, or a street and perhaps a community, and words.

    `cleaned_data` then has lon and lat (CGCS2000 floats or None), street, community and grid (places or None) and
    address. A point wins over what was chosen beside it; `notes` then says so, for showing to the person.
    A point that can't be used is dropped from the form, so that it can be sent again without one.
    """

    place_required = True

    lon = forms.CharField(required=False, widget=forms.HiddenInput)
    lat = forms.CharField(required=False, widget=forms.HiddenInput)
    street = StreetField(
        Place.objects.none(),
        to_field_name="code",
        label=_("Subdistrict"),
        empty_label=_("Choose the subdistrict"),
        error_messages={"invalid_choice": _("Choose a subdistrict from the list.")},
    )
    community = CommunityField(
        Place.objects.none(),
        required=False,
        to_field_name="code",
        label=_("Community"),
        empty_label=_("I'm not sure"),
        error_messages={"invalid_choice": _("Choose a community from the list, or leave it open.")},
    )
    address = forms.CharField(
        required=False,
        max_length=200,
        label=_("Address or landmark"),
        help_text=_("For example the road and number, the estate, or what stands next to it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notes: list[str] = []
        self.fields["street"].required = self.place_required
        for name, places in (("street", queries.streets()), ("community", queries.communities())):
            cast("forms.ModelChoiceField[Place]", self.fields[name]).queryset = places

    @property
    def attribution(self) -> str:
        """What has to stand under the map, "" if nothing."""
        return gettext("A sketch for demonstration, not the official borders.") if queries.schematic() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned |= {"grid": None, "street": cleaned.get("street"), "community": cleaned.get("community")}
        try:
            at = point(cleaned.pop("lon", ""), cleaned.pop("lat", ""))
            found = located(*at) if at else queries.Located()
        except ValidationError as error:
            self._drop_point(error)
            return cleaned
        cleaned["lon"], cleaned["lat"] = at or (None, None)
        if found.street:
            self._follow(found, cleaned)
        else:
            self._check_choice(cleaned)
        return cleaned

    def _follow(self, found: queries.Located, cleaned: dict[str, Any]) -> None:
        """The point wins; a community chosen beside it stays only where the point doesn't say better."""
        chosen, within = cleaned["community"], found.community
        kept = chosen if chosen and chosen.parent == found.street and not within else within
        self._tell(cleaned["street"], found.street) or self._tell(chosen, kept)
        cleaned |= {"street": found.street, "community": kept, "grid": found.grid}

    def _tell(self, chosen: Place | None, found: Place | None) -> bool:
        if not chosen or chosen == found:
            return False
        said = _("On the map the place lies in %(found)s, so that is used instead of %(chosen)s.")
        self.notes.append(said % {"found": queries.describe(found) if found else "", "chosen": chosen})
        return True

    def _check_choice(self, cleaned: dict[str, Any]) -> None:
        """Without a point: a street is needed, and a community names its own."""
        street, community = cleaned["street"], cleaned["community"]
        if community and street and community.parent != street:
            names = {"community": community, "street": street}
            self.add_error(
                "community", gettext("%(community)s is not in %(street)s. Choose again, or leave it open.") % names
            )
        elif community:
            cleaned["street"] = community.parent
        elif not street and self.place_required and "street" not in self.errors:
            self.add_error("street", _("Choose the place on the map, or choose the subdistrict."))

    def _drop_point(self, error: ValidationError) -> None:
        sent: Any = self.data
        self.data = sent = sent.copy()
        for name in ("lon", "lat"):
            sent[self.add_prefix(name)] = ""
        self.add_error("address", error)
