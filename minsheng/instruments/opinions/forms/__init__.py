"""What people type: the report, and what the office and the resident add at a step."""

import uuid
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minsheng.ground.files.fields import PhotosField, PhotosMixin
from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of
from minsheng.ground.notices.fields import PhoneCodeMixin
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Deputy, Post, Role, Unit
from minsheng.ground.people.queries import addressable_deputies
from minsheng.ground.places.fields import PlaceMixin
from minsheng.ground.places.models import Place, Station
from minsheng.ground.policies.models import Category, Tier
from minsheng.ground.policies.queries import categories, value
from minsheng.instruments.activities.access import held_at
from minsheng.instruments.dispatch.queries import answers, orders, units_to_hand_over_to
from minsheng.instruments.opinions.actions import Copy, Report, Where
from minsheng.instruments.opinions.fields import CategoryField, DayField, PhotoChoice, UnitChoice
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries import OPEN, SHOWN, UNRATED, places_below
from minsheng.instruments.publishing.masks import suggest
from minsheng.instruments.publishing.queries import of as published
from minsheng.ui.fields import Rating
from minsheng.ui.stepping import ReasonForm, StepForm

ANY = pgettext_lazy("filter", "All")


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

    field_order = ("text", "photos", "address", "street", "community", "deputy", "phone", "code")
    use_required_attribute = False

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


def addressed(deputy: str, station: str) -> dict[str, str]:
    """What the form begins with on the way from a deputy or a station: whom, and the place the station is for."""
    found = Station.objects.in_use().filter(code=station).select_related("place").first() if station else None
    if found is None or found.place.kind != Place.Kind.STREET:
        return {"deputy": deputy}
    served = list(found.communities.values_list("code", flat=True)[:2])
    return {"deputy": deputy, "street": found.place.code, "community": served[0] if len(served) == 1 else ""}


class ReceiveForm(StepForm):
    """接收: a deputy says that it has come to them."""

    after = _("Then you pass it on to the congress work office, within 24 hours of the sending.")
    seen_by = _("The resident is told that you have received it. Your note stays inside.")


class TransferForm(StepForm):
    """转交: a deputy passes it on; deputies don't handle matters themselves (代表法 art. 31)."""

    after = _("Then the congress work office triages it and hands it over.")
    seen_by = _("The resident is told that the office has it. Your note is read by the office only.")


class TriageForm(StepForm):
    """研判: what kind of matter it is and how hard."""

    category = CategoryField(
        Category.objects.none(), label=_("Category"), to_field_name="code", empty_label=_("Choose a category")
    )
    tier = forms.ChoiceField(
        label=_("Difficulty"),
        required=False,
        choices=[("", _("As usual for the category")), *Tier.choices],
    )

    field_order = ("category", "tier", "note")
    after = _("Then you hand it over to the unit that is to handle it.")
    seen_by = _("The resident is told that the office has looked at it. Category and note stay inside.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(parent__isnull=False)  # type: ignore[attr-defined]  # a model choice field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("category") and not cleaned.get("tier"):
            cleaned["tier"] = cleaned["category"].tier
        return cleaned


class DispatchForm(StepForm):
    """流转: which unit leads, which ones help."""

    to = forms.ModelChoiceField(Unit.objects.none(), label=_("Leading unit"), empty_label=None)
    with_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Co-handling units"), required=False, widget=forms.CheckboxSelectMultiple
    )

    field_order = ("to", "with_units", "note")
    after = _("Then each unit accepts its order or sends it back; the time to answer runs from the acceptance.")
    seen_by = _("The units read the resident's words. The resident is told that it was handed over.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_to_hand_over_to(self.subject.place_id)
        for name in ("to", "with_units"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]  # model choice fields
        self.fields["note"].help_text = _("For the units; residents don't see it.")


class RateForm(forms.Form):
    """Five levels, none of them chosen beforehand."""

    rating = forms.TypedChoiceField(
        label=_("How satisfied are you with the result?"),
        choices=sorted(Opinion.Rating.choices, reverse=True),
        coerce=int,
        widget=Rating,
        error_messages={"required": _("Please choose one of the five levels.")},
    )
    words = forms.CharField(
        label=_("Anything else?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, subject: Opinion, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.actor = subject, actor


class PublishForm(StepForm):
    """The public copy: it begins with the original, its phone numbers and the like taken out."""

    title = forms.CharField(label=_("Title"), max_length=80)
    text = forms.CharField(label=_("Public text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))
    answer = forms.CharField(
        label=_("Public answer"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = PhotoChoice(
        File.objects.none(), label=_("Photos to show"), required=False, widget=forms.CheckboxSelectMultiple
    )

    checked = forms.BooleanField(label=_("I have checked it"), required=False, widget=forms.HiddenInput)

    field_order = ("title", "text", "answer", "photos", "checked", "note")
    seen_by = _("Everyone reads this title, text and answer, and sees the photos chosen. Nothing else is shown.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].offer(photos_of(self.subject))  # type: ignore[attr-defined]  # a photo choice
        self.initial = {**self._copy(), **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = ("title", "text", "answer", "photos")
        found = self._found(cleaned)
        if found and not cleaned.pop("checked", False):
            self.fields["checked"].widget = forms.CheckboxInput()
            words = _("This may lead to a person: %(found)s. Take it out, or tick that it may be shown.")
            self.add_error("checked", forms.ValidationError(words, params={"found": ", ".join(found)}))
        cleaned.pop("checked", None)
        if not self.errors:
            cleaned["copy"] = Copy(**{name: cleaned.pop(name) for name in names})
        return cleaned

    def _found(self, cleaned: dict[str, Any]) -> list[str]:
        """What in the words for the public leads to a person by its shape, or is the author's name."""
        said = "\n".join(str(cleaned.get(name, "")) for name in ("title", "text", "answer"))
        name = self.subject.author.name if self.subject.author else ""
        return [*(found.text for found in suggest(said).found), *([name] if name and name in said else [])]

    def _copy(self) -> dict[str, Any]:
        now = published(self.subject.key)
        said = "\n".join(panel.order.answer_text for panel in answers(self.subject.key))
        texts = {"title": self.subject.title, "text": self.subject.text, "answer": said}
        begun = {name: suggest(text).text for name, text in texts.items()}
        return begun | ({"title": now.title, "text": now.text, "answer": now.answer or begun["answer"]} if now else {})


def photos_of(opinion: Opinion) -> list[File]:
    """The resident's photos and those of the answers."""
    answers = [file for order in orders(opinion.key) for file in of(order.kind(), order.number)]
    return [*of(Opinion.kind(), opinion.number), *answers]


class CallBackForm(ReasonForm):
    """What the resident said when they were called back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What the resident said")


class CloseForm(CallBackForm):
    """What came of calling back."""

    after = _("Then the matter is closed. The resident can report it anew at any time.")
    seen_by = _("The resident is told that it is closed. What you write stays inside.")


class ReopenForm(CallBackForm):
    """Why the matter is taken up once more."""

    after = _("Then you hand it over again; a new round begins and the units get new orders.")
    seen_by = _("The resident is told that it is taken up again. What you write stays inside.")


class HideForm(ReasonForm):
    """Why the matter must be confidential."""

    after = _("Then only your office and the committee's director see it; orders in hand disappear from the units.")
    seen_by = _("It leaves every list, search, export and message. A public copy is taken down at once.")


FORMS: dict[str, Any] = {
    "receive": ReceiveForm,
    "transfer": TransferForm,
    "triage": TriageForm,
    "dispatch": DispatchForm,
    "rate": RateForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "publish": PublishForm,
    "unpublish": ReasonForm,
    "hide": HideForm,
    "unhide": ReasonForm,
}


class FilterForm(forms.Form):
    """What the list of officials is narrowed by; it lives in the address. `chosen` is what was, and is valid."""

    q = forms.CharField(required=False, max_length=60, strip=True, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("State"), required=False)
    late = forms.ChoiceField(label=_("Deadline"), required=False, choices=(("", ANY), ("1", _("Overdue"))))
    category = forms.ChoiceField(label=_("Category"), required=False)
    tier = forms.ChoiceField(label=_("Difficulty"), required=False, choices=(("", ANY), *Tier.choices))
    place = forms.ChoiceField(label=_("Place"), required=False)
    unit = UnitChoice(Unit.objects.none(), label=_("Unit"), required=False, empty_label=ANY)
    since = DayField(label=_("Reported since"))
    until = DayField(label=_("Reported until"))
    rating = forms.ChoiceField(label=_("Rating"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("state", (OPEN, _("All that are open")), *SHOWN.items())
        self._offer("rating", *sorted(Opinion.Rating.choices, reverse=True), (UNRATED, _("Not rated")))
        self._offer("category", *((str(top), _codes(top, below)) for top, below in categories()))
        below = list(places_below(actor))
        self._offer("place", *((place.code, str(place)) for place in below))
        units = units_to_hand_over_to(actor.place_id) if actor.place_id else Unit.objects.none()
        if actor.is_(Role.GOVERNMENT, Role.HANDLER) or not any(place.kind == "community" for place in below):
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a model choice field

    def _offer(self, name: str, *choices: Any) -> None:
        self.fields[name].choices = [("", ANY), *choices]  # type: ignore[attr-defined]  # a choice field

    def narrowing(self) -> dict[str, Any]:
        """The filters that were chosen, `q` aside; what isn't valid is left out."""
        self.full_clean()
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value and name != "q"}

    def words(self, name: str) -> str:
        """A filter that was chosen, as the chip says it."""
        value = self.cleaned_data[name]
        if isinstance(value, date):
            return f"{self.fields[name].label} {value:%Y-%m-%d}"
        if isinstance(value, Unit):
            return value.short
        return str(dict(flatten_choices(getattr(self.fields[name], "choices", ()))).get(value, value))


def _codes(top: Category, below: list[Category]) -> list[tuple[str, str]]:
    """A class of the taxonomy with its kinds: the whole of it first."""
    return [(top.code, _("All of %(name)s") % {"name": top}), *((row.code, str(row)) for row in below)]
