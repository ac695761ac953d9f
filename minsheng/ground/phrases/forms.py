from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.ground.people.actors import Actor
from minsheng.ground.phrases.models import Phrase


class PhraseForm(forms.Form):
    """A phrase to keep; for the whole unit where one acts in one."""

    text = forms.CharField(
        label=_("Phrase"), min_length=2, max_length=200, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 200})
    )
    use = forms.ChoiceField(label=_("Used"), choices=Phrase.Use.choices, widget=forms.RadioSelect)
    shared = forms.BooleanField(label=_("For everybody in my unit"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not actor.unit_id:
            del self.fields["shared"]
