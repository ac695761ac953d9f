from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.ground.notices.models import Preference


class PreferenceForm(forms.ModelForm[Preference]):
    """What somebody wants to be told by text message."""

    class Meta:
        model = Preference
        fields = ("sms", "quiet")
        labels = {"sms": _("Tell me by text message when something happens"), "quiet": _("No text messages at night")}


class DigestForm(forms.ModelForm[Preference]):
    """What an official wants to be told in the morning."""

    class Meta:
        model = Preference
        fields = ("digest",)
        labels = {"digest": _("Tell me every working morning how much is to be done")}
