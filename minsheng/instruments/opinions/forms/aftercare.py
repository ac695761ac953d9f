"""What is typed after an answer, and by the deputies who follow a matter up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.ground.people.models import Post
from minsheng.ground.people.queries import addressable_deputies
from minsheng.ground.policies.queries import value
from minsheng.ui.stepping import ReasonForm, StepForm

SOLVED = (("", _("The resident does not say")), ("yes", _("It is solved")), ("no", _("It is not solved")))


class CallBackForm(StepForm):
    """回访: whether the resident was reached, and what they said."""

    after = _("Then you close the matter or take it up again; whoever could not be reached is called again.")
    seen_by = _("What you write stays inside; whoever handled it doesn't learn who rated.")

    reached = forms.TypedChoiceField(
        label=_("Was the resident reached?"),
        choices=(("yes", _("Reached")), ("no", _("Not reached"))),
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
    )
    solved = forms.ChoiceField(label=_("Is it solved?"), choices=SOLVED, required=False)
    words = forms.CharField(
        label=_("What the resident said"),
        min_length=2,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
    )

    field_order = ("reached", "solved", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]

    def clean_solved(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["solved"])


class DecideForm(ReasonForm):
    """What the call-back leads to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What decides it")


class CloseForm(DecideForm):
    """It stays as it is."""

    after = _("Then the matter is closed. The resident can report it anew at any time.")
    seen_by = _("The resident is told that it is closed. What you write stays inside.")


class ReopenForm(DecideForm):
    """Why the matter is taken up once more; its author says it in their own words."""

    after = _("Then it is handed over again; a new round begins and the units get new orders.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor.resident:
            self.fields["note"].label = _("What is wrong again?")
            self.seen_by = _("The office reads what you write.")
        else:
            self.seen_by = _("The resident is told that it is taken up again. What you write stays inside.")


class CommentForm(ReasonForm):
    """What a deputy knows of the matter."""

    seen_by = _("The office reads it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What you want to add")


class UrgeForm(ReasonForm):
    """Why somebody should hurry."""

    after = _("Then whoever's turn it is finds it among their notices. Deputies urge; they don't handle.")
    seen_by = _("The office reads the words; the resident is told that you urged.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What you ask for")


class PostChoice(forms.ModelMultipleChoiceField[Post]):
    """Deputies by name."""

    names: dict[int, str]

    def label_from_instance(self, obj: Any) -> str:
        return self.names.get(obj.pk, str(obj))


class TrackForm(StepForm):
    """跟踪小组: two or three deputies of the subdistrict."""

    after = _("Then they see the matter and may urge; they never handle it.")
    seen_by = _("The resident is not told who follows it up.")

    posts = PostChoice(Post.objects.none(), label=_("Deputies"), widget=forms.CheckboxSelectMultiple)

    field_order = ("posts", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(addressable_deputies(self.subject.place_id))
        field: Any = self.fields["posts"]
        field.names = {row.post_id: row.person.name for row in rows}
        field.queryset = Post.objects.filter(pk__in=field.names).order_by("pk")
        rule = value("opinion.trackers", place_id=self.subject.place_id)
        self.least, self.most = rule["least"], rule["most"]
        field.help_text = _("%(least)s to %(most)s of them.") % {"least": self.least, "most": self.most}

    def clean_posts(self) -> list[Post]:
        chosen = list(self.cleaned_data["posts"])
        if not self.least <= len(chosen) <= self.most:
            words = _("Choose %(least)s to %(most)s deputies.")
            raise forms.ValidationError(words, params={"least": self.least, "most": self.most})
        return chosen
