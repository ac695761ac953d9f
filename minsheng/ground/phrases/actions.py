"""Keeping phrases and taking them away. They are a convenience, no matter's, so nothing of it is journalled."""

from typing import Any

from django.utils.translation import gettext as _

from minsheng.ground.people.actors import Actor
from minsheng.ground.phrases.access import visible_to
from minsheng.ground.phrases.models import Phrase
from minsheng.kernel.errors import NotYours


def add(text: str, *, use: str, shared: bool, by: Actor) -> Phrase:
    """Keep a phrase for oneself, or for one's whole unit; one that is there already stays as it is."""
    if not by.staff or (shared and not by.unit_id):
        raise NotYours(_("This is not yours to do."))
    owner: dict[str, Any] = {"unit_id": by.unit_id} if shared else {"person_id": by.person_id}
    return Phrase.objects.get_or_create(use=use, text=text.strip(), **owner)[0]


def remove(pk: int, *, by: Actor) -> bool:
    """Take a phrase away that the actor sees; whether it was there."""
    return visible_to(by).filter(pk=pk).delete()[0] > 0
