"""What can be put into a form: everybody's phrases, the unit's, one's own."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from minsheng.ground.people.actors import Actor
from minsheng.ground.phrases.access import visible_to
from minsheng.ground.policies.queries import value
from minsheng.ui.stepping import StepForm


def phrases_for(actor: Actor, uses: set[str]) -> dict[str, list[str]]:
    """The phrases for some uses, one's own first, everybody's last; each text once."""
    own: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in visible_to(actor).filter(use__in=uses).order_by("unit", "pk"):
        own[phrase.use].append(phrase.text)
    general = value("phrases", place_id=actor.place_id)
    return {use: list(dict.fromkeys([*own[use], *general.get(use, [])])) for use in uses}


def shelves(actor: Actor, form: StepForm) -> Mapping[str, Any]:
    """What can be put into the fields of a step's form by one tap, for whoever works in an office."""
    phrased: Mapping[str, str] = getattr(form, "phrased", {})  # what a resident rates by is no step's usual form
    fields = {name: use for name, use in phrased.items() if name in form.fields}
    if not (actor.staff and fields):
        return {}
    found = phrases_for(actor, set(fields.values()))
    rows = [(name, form.fields[name].label, found[use]) for name, use in fields.items() if found[use]]
    return {"shelves": rows, "shelves_href": reverse("phrases:phrases")}
