"""The page of one opinion: where it stands, for whoever looks."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import of_matter
from minsheng.ground.files.queries import of, pictures
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.queries import masked_name, masked_phone
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import Panel, answers, lead_orders, panels
from minsheng.instruments.follows.queries import follows
from minsheng.instruments.opinions import access, actions, papers, queries
from minsheng.instruments.opinions.actions import after, exits
from minsheng.instruments.opinions.forms import FORMS, RateForm
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.views.bars import Bar, back, bar
from minsheng.instruments.opinions.views.story import entries, holders, turns
from minsheng.instruments.opinions.workflow import STEPS
from minsheng.instruments.publishing.queries import page as public_page
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import ReasonForm, stepping

step = stepping(STEPS, access.visible_to, FORMS, actions, exits, after)


@never_cache
@require_safe
def opinion(request: HtmxRequest, number: str) -> HttpResponse:
    """Where an opinion stands: the resident's page, the official's, or the public copy for everybody else.

    Beside a list it is asked for by a script: then whoever's session has ended signs in first.
    """
    if request.htmx and request.actor.kind == "nobody":
        return redirect_to_login(request.get_full_path())
    found = queries.shown(access.visible_to(request.actor)).filter(number=number).first()
    if found is None:
        public = public_page((Opinion.kind(), number))
        if public is None:
            raise Http404
        return reply(request, "publishing/publication.html", public)
    if request.actor.resident:
        return reply(request, "opinions/mine.html", _mine(request, found))
    return reply(request, "opinions/opinion.html", _official(request, found))


def _mine(request: HtmxRequest, found: Opinion) -> dict[str, Any]:
    steps = list(STEPS.open_steps(found, request.actor))
    lead = lead_orders(Opinion.kind(), [found.number]).get(found.number)
    return (
        _common(found, request.actor)
        | {
            "rail": _ended(found),
            "answers": [(panel, pictures(panel.photos)) for panel in answers(found.key)],
            "rate_form": RateForm(subject=found, actor=request.actor) if STEPS.act("rate") in steps else None,
            "follows": follows(found.key, request.actor),
            "addressee": found.deputy_post or found.station_post or "",
            "public": queries.is_public(found.number),
            "unit": lead.unit if lead and lead.round == found.round and found.in_plain_sight else None,
        }
        | ({} if found.in_plain_sight or found.state == Opinion.State.ANSWERED else {"duty": None})
    )


def _ended(found: Opinion) -> list[dict[str, Any]]:
    """The step rail, whose last stage doesn't claim a rating that was never given."""
    *stages, last = queries.rail(found)
    unrated = found.state == Opinion.State.CLOSED and not found.rating
    return [*stages, last | {"label": _("Ended, not rated")} if unrated else last]


def _official(request: HtmxRequest, found: Opinion) -> dict[str, Any]:
    contact = queries.unrevealed_contact(found)
    handed = panels(found.key, request.actor)
    duties = {duty.number: duty for duty in turns(found, [panel.order for panel in handed])}
    steps = [s for s in STEPS.open_steps(found, request.actor) if s.name != "reveal"]
    own, shown = bar(request, found, steps), [_panel(request, panel, duties) for panel in handed]
    return (
        _common(found, request.actor)
        | _ahead(own, shown)
        | {
            "bar": own,
            "panels": shown,
            "public": queries.is_public(found.number),
            "state_label": queries.state_of(found),
            "title": queries.title_of(found),
            "name": masked_name(contact.person.name) if contact else "",
            "phone": masked_phone(contact.phone) if contact else "",
            "may_reveal": access.may_reveal(request.actor, found),
            "duty": next(iter(duties.values()), None),
            **holders(duties.values()),
            "next": back(request),
            "papers": papers.offers(request.actor, found),
        }
    )


def _ahead(own: Bar, shown: list[dict[str, Any]]) -> dict[str, Any]:
    """Where nothing is to be done with the matter itself, the bar of the first order stands on top in its place."""
    moving = [panel for panel in shown if panel["bar"].moves]
    ahead = moving[0] if moving and not own.moves else None
    for panel in shown:
        panel["lower"] = None if panel is ahead else panel["bar"]
    return {"ahead": ahead, "several": len(moving) > 1}


def _panel(request: HtmxRequest, panel: Panel, duties: dict[str, Duty]) -> dict[str, Any]:
    """An order on the page of its matter, its state in the words of the list."""
    state = Order.State(panel.order.state)
    return {
        "order": panel.order,
        "state_label": queries.SHOWN.get(f"in_hand.{state}") if state != Order.State.PASSED else state.label,
        "bar": bar(request, panel.order, panel.steps),
        "photos": pictures(panel.photos),
        "duty": duties.get(panel.order.number),
    }


def _common(found: Opinion, actor: Actor) -> dict[str, Any]:
    return {
        "opinion": found,
        "rail": queries.rail(found),
        "entries": entries(found, actor),
        "before": pictures(of(Opinion.kind(), found.number)),
        "duty": of_matter(found.key).first(),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HtmxRequest, number: str) -> HttpResponse:
    """Show a phone number once, to somebody who says why; the look is recorded before anything is shown."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    if not access.may_reveal(request.actor, found):
        raise Http404
    if request.method != "POST":
        return reply(request, "opinions/reveal.html", {"opinion": found, "form": _why(request, found)})
    form = _why(request, found, request.POST)
    if not form.is_valid():
        return reply(request, "opinions/reveal.html", {"opinion": found, "form": form}, status=422)
    actions.reveal(found, note=form.cleaned_data["note"], by=request.actor)
    return reply(request, "opinions/reveal.html", {"opinion": found, "contact": queries.unrevealed_contact(found)})


def _why(request: HtmxRequest, found: Opinion, *data: Any) -> ReasonForm:
    return ReasonForm(*data, subject=found, actor=request.actor)
