"""The report form: what residents type, and what is asked of them before it is sent."""

import uuid
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.ground.files.fields import PhotosField, PhotosMixin
from minsheng.ground.notices.fields import PhoneCodeMixin
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Deputy, Post
from minsheng.ground.people.queries import addressable_deputies
from minsheng.ground.places.fields import PlaceMixin
from minsheng.ground.places.models import Place, Station
from minsheng.ground.policies.queries import value
from minsheng.instruments.activities.access import held_at
from minsheng.instruments.opinions.actions import Report, Where
from minsheng.instruments.opinions.hints import emergency
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries.nearby import similar


class DeputiesByStreet(forms.models.ModelChoiceIterator[Deputy]):
    """Deputies under the street they were elected for, so that the list can be used without a script."""

    def __iter__(self) -> Any:
        yield "", self.field.empty_label
        for street, group in groupby(self.queryset, key=lambda deputy: deputy.post.place):
            yield str(street), [self.choice(deputy) for deputy in group]


class DeputyField(forms.ModelChoiceField[Deputy]):
    """Deputies in office by their code; shown with what they do."""

    iterator = DeputiesByStreet

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name} · {obj.about}" if obj.about else str(obj.person.name)


class Telling(forms.CharField):
    """Text that is not called optional, though a photo may stand for it: the form says so when both are missing."""

    def validate(self, value: Any) -> None:
        """An empty text is the form's business."""


class ReportForm(PhotosMixin, PlaceMixin, PhoneCodeMixin, forms.Form):  # type: ignore[misc]  # a field and an attribute may share a name
    """我要反映: what first, then where, then to whom, then who. The category is never asked of a resident."""

    text = Telling(label=_("What is the matter?"), widget=forms.Textarea(attrs={"rows": 5}))
    photos = PhotosField(label=_("Photos"), required=False)
    deputy = DeputyField(
        Deputy.objects.none(),
        label=_("To a particular deputy"),
        required=False,
        to_field_name="code",
        empty_label=_("Whoever is there for my community"),
        error_messages={"invalid_choice": _("This deputy can't be addressed at the moment. Choose another one.")},
    )
    sending = forms.UUIDField(widget=forms.HiddenInput, required=False)
    occasion = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    calm: forms.BooleanField | None = forms.BooleanField(widget=forms.HiddenInput, required=False)
    own: forms.BooleanField | None = forms.BooleanField(widget=forms.HiddenInput, required=False)

    field_order = ("text", "photos", "address", "street", "community", "deputy", "phone", "code")
    use_required_attribute = False
    paused = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"sending": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.lengths = value("opinion.text")
        self._tell_limits(self.fields["text"])
        deputies = addressable_deputies().select_related("post__place").order_by("post__place__code", "code")  # type: ignore[attr-defined]  # a queryset
        self.fields["deputy"].queryset = deputies  # type: ignore[attr-defined]  # a model choice field
        if not self.known:
            needed = _("Type your mobile number: we need it to tell you what happens.")
            self.fields["phone"].error_messages["required"] = needed

    def _tell_limits(self, text: forms.Field) -> None:
        """No `maxlength`, which would cut what is pasted without a word; a script counts up to `data-most`."""
        says = _("In your own words; it is passed on exactly as you write it. Up to %(most)s characters.")
        text.help_text = says % {"most": self.lengths["max"]}
        text.widget.attrs["data-most"] = self.lengths["max"]

    @property
    def signed_out(self) -> bool:
        """Whether the form was opened by somebody signed in whose session has ended since."""
        return self.is_bound and not self.known and self.add_prefix("phone") not in self.data

    @property
    def wants_code(self) -> bool:
        """Whether it was sent with a phone and before any code was asked for: then one is sent, as if asked."""
        typed = (self.data.get(self.add_prefix(name), "").strip() for name in ("phone", "code"))
        return self.is_bound and not self.known and not self.code_is_asked and tuple(map(bool, typed)) == (True, False)

    def recognise(self) -> None:
        """The phone was proved: it isn't asked for again, whatever else goes wrong."""
        self.known = True
        for name in ("phone", "code", "asked"):
            self.fields.pop(name, None)

    def refuse(self, words: Any, status: int) -> None:
        """Say above the form why it was not sent."""
        self.refused_with = status
        self.add_error(None, str(words))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > self.lengths["max"]:
            raise forms.ValidationError(
                _("That is %(count)s characters; at most %(most)s can be sent. Please shorten it."),
                params={"count": len(text), "most": self.lengths["max"]},
            )
        return text

    def clean_code(self) -> str:
        """Nobody is told off for a code that no page has asked for yet."""
        return super().clean_code() if self.code_is_asked else str(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        too_short = len(cleaned.get("text", "").strip()) < self.lengths["min"]
        if too_short and not cleaned.get("photos") and not {"text", "photos"} & set(self.errors):
            words = _("Please say in a few words what the matter is (at least %(least)s characters), or add a photo.")
            self.add_error("text", forms.ValidationError(words, params={"least": self.lengths["min"]}))
        return cleaned

    def pauses(self) -> bool:
        """Whether the sender has not been shown yet what they should see first; once it was, it is sent."""
        given = self.cleaned_data
        danger = not given["calm"] and emergency(given["text"])
        self.paused = danger or (not given["own"] and bool(similar(given)))
        return self.paused

    def report(self, by: Actor) -> Report:
        """What a valid form says, once for each person: a shared browser may still hold somebody else's form."""
        data = self.cleaned_data
        sending = uuid.uuid5(data["sending"] or uuid.uuid4(), str(by.person_id))
        names = ("community", "grid", "address", "lon", "lat")
        where = Where(street=data["street"], **{name: data[name] for name in names})
        deputy: Deputy | None = data["deputy"]
        post: Post | None = deputy.post if deputy else None
        held = held_at(data["occasion"], by)
        channel = Opinion.Channel.ACTIVITY if held else Opinion.Channel.WEB
        return Report(data["text"], where, data["photos"], post, sending=sending, channel=channel, activity=held)


class HintsForm(PlaceMixin, forms.Form):
    """What of an unfinished report is enough to say something about it; whatever can't be right is left out."""

    place_required = False
    text = forms.CharField(required=False)
    calm = forms.BooleanField(required=False)

    def given(self) -> dict[str, Any]:
        """What is right so far."""
        self.full_clean()
        return self.cleaned_data


def addressed(deputy: str, station: str) -> dict[str, str]:
    """What the form begins with on the way from a deputy or a station: whom, and the place the station is for."""
    found = Station.objects.in_use().filter(code=station).select_related("place").first() if station else None
    if found is None or found.place.kind != Place.Kind.STREET:
        return {"deputy": deputy}
    served = list(found.communities.values_list("code", flat=True)[:2])
    return {"deputy": deputy, "street": found.place.code, "community": served[0] if len(served) == 1 else ""}
