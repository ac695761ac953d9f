"""The page where phrases are kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from minsheng.ground.people import guards
from minsheng.ground.phrases import access, actions
from minsheng.ground.phrases.forms import PhraseForm
from minsheng.ground.phrases.models import Phrase
from minsheng.ground.policies.queries import value
from minsheng.kernel.http import HtmxRequest, reply


@require_http_methods(["GET", "HEAD", "POST"])
@guards.staff
def phrases(request: HtmxRequest) -> HttpResponse:
    """The phrases of the unit and one's own; POST keeps another."""
    if request.method != "POST":
        return _page(request, PhraseForm(actor=request.actor, initial={"use": Phrase.Use.NOTE}))
    form = PhraseForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _page(request, form, status=422)
    actions.add(**{"shared": False, **form.cleaned_data}, by=request.actor)
    messages.success(request, _("The phrase is kept."))
    return redirect("phrases:phrases")


@require_POST
@guards.staff
def remove(request: HtmxRequest, pk: int) -> HttpResponse:
    """Take a phrase away; one that is gone already is no mistake."""
    if actions.remove(pk, by=request.actor):
        messages.success(request, _("The phrase is gone."))
    return redirect("phrases:phrases")


def _page(request: HtmxRequest, form: PhraseForm, *, status: int = 200) -> HttpResponse:
    rows = list(access.visible_to(request.actor).select_related("unit"))
    general = value("phrases", place_id=request.actor.place_id)
    context = {
        "form": form,
        "mine": [row for row in rows if row.person_id],
        "ours": [row for row in rows if row.unit_id],
        "general": [(use.label, general.get(use.value, [])) for use in Phrase.Use],
    }
    return reply(request, "phrases/phrases.html", context, status=status)
