"""The list of a month, the page of one activity, its minutes, and a new one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.people import guards
from minsheng.instruments.activities import access, actions, queries
from minsheng.instruments.activities.forms import ANSWER_FORMS, FORMS, NewForm
from minsheng.instruments.activities.models import Activity
from minsheng.instruments.activities.views import shown
from minsheng.instruments.activities.views.codes import of_activity
from minsheng.instruments.activities.workflow import ANSWERS, STEPS
from minsheng.kernel.errors import Refused
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import stepping

step = stepping(STEPS, access.visible_to, FORMS, actions)
answer = stepping(ANSWERS, access.invitations_of, ANSWER_FORMS, actions)


@never_cache
@require_safe
def activities(request: HtmxRequest) -> HttpResponse:
    """What takes place in a month, as far as the actor sees it; to everyone, what is public."""
    first, kind = queries.first_of(request.GET.get("month", "")), request.GET.get("what", "")
    rows = queries.of_month(access.visible_to(request.actor), first)
    known, street = kind if kind in Activity.Kind.values else "", queries.street_of(request.actor)
    everywhere = street is None or request.GET.get("where") == "all"
    rows = rows if everywhere else rows.filter(place=street)
    context = {
        "shell": request.actor.shell,
        "parts": shown.parts(rows.filter(what=known) if known else rows),
        "street": street,
        "everywhere": everywhere,
        "first": first,
        "before": f"{queries.preceding(first):%Y-%m}",
        "after": f"{queries.following(first):%Y-%m}",
        "kinds": shown.kinds(known),
        "announces": request.actor.is_(*access.ANNOUNCERS),
        "prints": shown.prints(request.actor),
        "rosters": shown.sees_rosters(request.actor),
    }
    return reply(request, "activities/activities.html", context)


@never_cache
@require_safe
def activity(request: HtmxRequest, number: str) -> HttpResponse:
    """One activity: to those on the governance port with who comes and what may be done, to others when and where."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    if request.actor.staff:
        code = of_activity(found) if access.holds(request.actor, found) else None
        return reply(request, "activities/activity.html", shown.official(found, request.actor) | {"code": code})
    return reply(request, "activities/open.html", shown.public(found, request.actor))


@never_cache
@require_safe
def invitation(request: HtmxRequest, number: str) -> HttpResponse:
    """An invitation has no page of its own: its address leads to its activity."""
    found = get_object_or_404(access.invitations_of(request.actor), number=number)
    return redirect("activities:activity", found.activity.number)


@never_cache
@require_safe
def minutes(request: HtmxRequest, number: str) -> HttpResponse:
    """What was said, for reading and printing."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    if not found.minutes or not access.reads_minutes(request.actor, found):
        raise Http404
    context = shown.plain(found) | {"shell": request.actor.shell}
    if access.organises(request.actor, found):
        context["present"] = queries.present(found)
    return reply(request, "activities/minutes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.only_roles(*access.ANNOUNCERS)
def new(request: HtmxRequest) -> HttpResponse:
    """Announce one, or a standing platform week by week."""
    if request.method != "POST":
        initial: dict[str, Any] = {"station": request.GET.get("station", ""), "what": request.GET.get("what", "")}
        return reply(request, "activities/new.html", {"form": NewForm(actor=request.actor, initial=initial)})
    form = NewForm(request.POST, actor=request.actor)
    made = _announced(request, form)
    if not made:
        return reply(request, "activities/new.html", {"form": form}, status=422)
    said = ngettext("It is announced.", "%(n)s are announced.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return redirect("activities:activity", made[0].number)


def _announced(request: HtmxRequest, form: NewForm) -> list[Activity]:
    """What was announced; nothing leaves the form to be shown again, with all that was typed."""
    if not form.is_valid():
        return []
    try:
        if form.times_wanted == 1:
            return [actions.announce(form.plan(), by=request.actor)]
        return actions.announce_series(form.plan(), times=form.times_wanted, by=request.actor)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return []
