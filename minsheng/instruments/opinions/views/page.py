"""The page of one opinion: where it stands, for whoever looks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import of_matter
from minsheng.ground.duties.reckoning import plainly
from minsheng.ground.files.queries import of, pictures
from minsheng.ground.people.access import phone_for_message
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.queries import masked_name, masked_phone
from minsheng.instruments.activities.queries import occasion
from minsheng.instruments.dispatch.models import Order, Promise
from minsheng.instruments.dispatch.queries import Panel, PartPanel, answers, lead_orders, panels, promises
from minsheng.instruments.escalations.queries import panels as escalated
from minsheng.instruments.escalations.queries import raise_url
from minsheng.instruments.follows.queries import follows
from minsheng.instruments.handovers.queries import of_matter as handovers
from minsheng.instruments.handovers.queries import panels as handed_over
from minsheng.instruments.opinions import access, actions, papers, queries
from minsheng.instruments.opinions.actions import after, asking, exits
from minsheng.instruments.opinions.forms import FORMS, RateForm
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.queries import beside
from minsheng.instruments.opinions.views.bars import Bar, back, bar
from minsheng.instruments.opinions.views.story import entries, holders, turns
from minsheng.instruments.opinions.workflow import STEPS
from minsheng.instruments.publishing.access import copies_beside
from minsheng.instruments.publishing.queries import page as public_page
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import ReasonForm, stepping

OWN = frozenset({"withdraw", "contest"})
"""What residents do behind a button of their own page."""
State = Opinion.State
SETTLED = frozenset({State.NOT_ACCEPTED, State.WITHDRAWN, State.MERGED, State.HANDED_OVER})

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
    """A matter that was united with another shows how the other one goes on, and nothing of who wrote that."""
    steps = list(STEPS.open_steps(found, request.actor))
    goes_on = beside.leading(found)
    lead = lead_orders(Opinion.kind(), [goes_on.number]).get(goes_on.number)
    return (
        _common(found, request.actor)
        | {
            "rail": _ended(found, goes_on),
            "goes_on": goes_on,
            "answers": [_answer(panel, own=goes_on == found) for panel in answers(goes_on.key)],
            "rate_form": RateForm(subject=found, actor=request.actor) if STEPS.act("rate") in steps else None,
            "own_steps": [step for step in steps if step.name in OWN],
            "asked": access.may_say_fine(request.actor, found),
            "handover": handovers(found.key).first() if found.state == Opinion.State.HANDED_OVER else None,
            "promises": promises(goes_on.key).standing() if goes_on.state == Opinion.State.PROMISED else [],
            "follows": follows(found.key, request.actor),
            "receipt": access.may_have_receipt(request.actor, found),
            "addressee": found.deputy_post or found.station_post or "",
            "public": queries.is_public(found.number),
            "texted": bool(phone_for_message(found.author_id or 0)),
            "unit": lead.unit if lead and lead.round == goes_on.round and found.in_plain_sight else None,
        }
        | _until(found)
    )


def _answer(panel: Panel, *, own: bool) -> dict[str, Any]:
    """What a unit said, and what it did of what it promised once that is found to be kept; photos of one's own only."""
    kept = [part for part in panel.promises if part.part.state == Promise.State.KEPT]
    done = [(part.part, _shown(part, own=own)) for part in kept]
    return {"order": panel.order, "photos": _shown(panel, own=own), "kept": done}


def _shown(panel: Panel | PartPanel, *, own: bool) -> list[dict[str, str]]:
    return pictures(panel.photos) if own else []


def _until(found: Opinion) -> dict[str, Any]:
    """Until when residents may expect the next step, and why then; what officials ask of each other is not shown."""
    rows = of_matter(found.key).filter(kind__in=queries.TOLD) if _shows_turn(found) else []
    duty = next(iter(rows), None)
    return {"duty": duty, "until": plainly(duty) if duty else ""}


def _shows_turn(found: Opinion) -> bool:
    """Until when is told of what is in plain sight and not over."""
    if found.state in SETTLED:
        return False
    return found.in_plain_sight or found.state == Opinion.State.ANSWERED


def _ended(found: Opinion, goes_on: Opinion) -> list[dict[str, Any]]:
    """The step rail, whose last stage doesn't claim a rating that was never given, or was somebody else's."""
    *stages, last = queries.rail(goes_on)
    if goes_on.state != Opinion.State.CLOSED or (found == goes_on and goes_on.rating):
        return [*stages, last]
    return [*stages, last | {"label": _("Ended, not rated") if found == goes_on else goes_on.state_label}]


def _official(request: HtmxRequest, found: Opinion) -> dict[str, Any]:
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
            **copies_beside(request.actor, found.key),
            "state_label": queries.state_of(found),
            "title": queries.title_of(found),
            **_masked(found),
            "may_reveal": access.may_reveal(request.actor, found),
            "duty": next(iter(duties.values()), None),
            **holders(duties.values()),
            "next": back(request),
            "papers": papers.offers(request.actor, found),
            "handed": handed_over(found.key, request.actor),
            "occasion": occasion(found.activity, request.actor),
            "united": [_united(other, request.actor) for other in beside.merged_into(found)],
            "beside": beside.beside(found, request.actor),
            "escalated": escalated(found.key, request.actor),
            "raise_url": raise_url(found, request.actor),
        }
    )


def _masked(found: Opinion) -> dict[str, str]:
    """Who reported it, as far as that is shown before somebody says why they must know more."""
    contact = queries.unrevealed_contact(found)
    if contact is None:
        return {"name": "", "phone": ""}
    return {"name": masked_name(contact.person.name), "phone": masked_phone(contact.phone)}


def _united(other: Opinion, actor: Actor) -> dict[str, Any]:
    """What was united with the matter; units don't see its own page."""
    seen = access.visible_to(actor).filter(pk=other.pk).exists()
    return {"opinion": other, "photos": pictures(of(Opinion.kind(), other.number)), "seen": seen}


def _ahead(own: Bar, shown: list[dict[str, Any]]) -> dict[str, Any]:
    """Where nothing is to be done with the matter itself, the bar of the first order stands on top in its place."""
    rows = [row for panel in shown for row in (panel, *panel["parts"])]
    moving = [row for row in rows if row["bar"].moves]
    ahead = moving[0] if moving and not own.moves else None
    for row in rows:
        row["lower"] = None if row is ahead else row["bar"]
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
        "reason": panel.reason,
        "parts": [_part(request, part, duties) for part in (*panel.extensions, *panel.promises)],
    }


def _part(request: HtmxRequest, panel: PartPanel, duties: dict[str, Duty]) -> dict[str, Any]:
    """A request for more time or a promise, below its order."""
    return {
        "order": panel.part.order,
        "part": panel.part,
        "bar": bar(request, panel.part, panel.steps),
        "photos": pictures(panel.photos),
        "duty": duties.get(panel.part.number),
    }


def _common(found: Opinion, actor: Actor) -> dict[str, Any]:
    return {
        "opinion": found,
        "rail": queries.rail(found),
        "entries": entries(found, actor),
        "before": pictures(of(Opinion.kind(), found.number)),
        "duty": of_matter(found.key).first(),
    }


@require_POST
def fine(request: HtmxRequest, number: str) -> HttpResponse:
    """One tap: all is still well."""
    found = get_object_or_404(access.visible_to(request.actor), number=number)
    asking.fine(found, by=request.actor)
    messages.success(request, _("Thank you. We are glad."))
    return redirect("opinions:opinion", number)


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
