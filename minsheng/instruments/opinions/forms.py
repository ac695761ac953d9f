"""What people type: the report, and what the office and the resident add at a step."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.ground.files.fields import PhotosField, PhotosMixin
from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of
from minsheng.ground.notices.fields import PhoneCodeMixin
from minsheng.ground.people.models import Deputy, Post, Unit
from minsheng.ground.people.queries import addressable_deputies
from minsheng.ground.places.fields import PlaceMixin
from minsheng.ground.policies.models import Category, Tier
from minsheng.ground.policies.queries import categories, value
from minsheng.instruments.dispatch.queries import answers, orders, units_to_hand_over_to
from minsheng.instruments.opinions.actions import Copy, Report, Where
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing.masks import suggest
from minsheng.instruments.publishing.queries import of as published
from minsheng.ui.forms import Rating
from minsheng.ui.stepping import ReasonForm, StepForm


class DeputyField(forms.ModelChoiceField):
    """Deputies in office by their code; shown with the place they were elected for."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name} · {obj.post.place}"


class ReportForm(PhotosMixin, PlaceMixin, PhoneCodeMixin, forms.Form):
    """我要反映: what first, then where, then to whom, then who. The category is never asked of a resident."""

    text = forms.CharField(
        label=_("What is the matter?"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say it in your own words. It is passed on exactly as you wrote it."),
    )
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"sending": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.lengths = value("opinion.text")
        self.fields["text"].widget.attrs["maxlength"] = self.lengths["max"]
        self.fields["deputy"].queryset = addressable_deputies()  # type: ignore[attr-defined]  # a model choice field

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > self.lengths["max"]:
            raise forms.ValidationError(
                _("That is %(count)s characters; at most %(most)s can be sent. Please shorten it."),
                params={"count": len(text), "most": self.lengths["max"]},
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        too_short = len(cleaned.get("text", "").strip()) < self.lengths["min"]
        if too_short and not cleaned.get("photos") and not {"text", "photos"} & set(self.errors):
            words = _("Please say in a few words what the matter is (at least %(least)s characters), or add a photo.")
            self.add_error("text", forms.ValidationError(words, params={"least": self.lengths["min"]}))
        return cleaned

    def report(self) -> Report:
        """What a valid form says."""
        data = self.cleaned_data
        names = ("community", "grid", "address", "lon", "lat")
        where = Where(street=data["street"], **{name: data[name] for name in names})
        deputy: Deputy | None = data["deputy"]
        post: Post | None = deputy.post if deputy else None
        return Report(data["text"], where, data["photos"], post, sending=data["sending"] or uuid.uuid4())


class ByLevel(forms.models.ModelChoiceIterator):
    """The taxonomy as groups: the twelve classes, their kinds below."""

    def __iter__(self) -> Any:
        yield "", self.field.empty_label
        for upper, lower in categories():
            yield str(upper), [self.choice(category) for category in lower]


class CategoryField(forms.ModelChoiceField):
    iterator = ByLevel


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


class PhotoChoice(forms.ModelMultipleChoiceField):
    """Photos of the matter, to be ticked for the public."""

    def label_from_instance(self, obj: Any) -> Any:
        return _("Photo %(n)s") % {"n": obj.position + 1}


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

    field_order = ("title", "text", "answer", "photos", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].queryset = File.objects.filter(pk__in=[f.pk for f in photos_of(self.subject)])  # type: ignore[attr-defined]  # a model choice field
        self.initial = {**self._copy(), **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = ("title", "text", "answer", "photos")
        if not self.errors:
            cleaned["copy"] = Copy(**{name: cleaned.pop(name) for name in names})
        return cleaned

    def _copy(self) -> dict[str, Any]:
        now = published(self.subject.key)
        said = "\n".join(panel.order.answer_text for panel in answers(self.subject.key))
        texts = {"title": self.subject.title, "text": self.subject.text, "answer": said}
        begun = {name: suggest(text).text for name, text in texts.items()}
        return begun | ({"title": now.title, "text": now.text} if now else {})


def photos_of(opinion: Opinion) -> list[File]:
    """The resident's photos and those of the answers."""
    answers = [file for order in orders(opinion.key) for file in of(order.kind(), order.number)]
    return [*of(Opinion.kind(), opinion.number), *answers]


FORMS: dict[str, Any] = {
    "triage": TriageForm,
    "dispatch": DispatchForm,
    "rate": RateForm,
    "close": ReasonForm,
    "reopen": ReasonForm,
    "publish": PublishForm,
    "unpublish": ReasonForm,
    "hide": ReasonForm,
    "unhide": ReasonForm,
}
