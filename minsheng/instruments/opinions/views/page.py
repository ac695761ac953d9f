"""The page of one opinion: where it stands, for whoever looks."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.duties.models import Duty
from minsheng.ground.duties.queries import of_matter
from minsheng.ground.files.queries import of, pictures
from minsheng.ground.journal.queries import Line, timeline
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.ground.people.queries import masked_name, masked_phone
from minsheng.instruments.dispatch.models import Order
from minsheng.instruments.dispatch.queries import Panel, answers, lead_orders, panels
from minsheng.instruments.follows.queries import follows
from minsheng.instruments.opinions import access, actions, queries
from minsheng.instruments.opinions.forms import FORMS, RateForm
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.opinions.views.bars import back, bar
from minsheng.instruments.opinions.workflow import STEPS
from minsheng.instruments.publishing.queries import page as public_page
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ui.stepping import ReasonForm, stepping

step = stepping(STEPS, access.visible_to, FORMS, actions)

INSIDE = (Role.OFFICE, Role.DIRECTOR)
KEPT_CLOSE = frozenset({"hide", "unhide", "reveal"})
"""Acts that only the office, its director and auditors read about."""

SAID = {
    "submit": _("The resident reported this"),
    "rate": _("The resident rated the result"),
    "conclude": _("Answered to the resident"),
}
"""What officials read in the timeline about acts that no button of theirs names."""


@never_cache
@require_safe
def opinion(request: HtmxRequest, number: str) -> HttpResponse:
    """Where an opinion stands: the resident's page, the official's, or the public copy for everybody else."""
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
    return _common(found, request.actor) | {
        "rail": _ended(found),
        "answers": [(panel, pictures(panel.photos)) for panel in answers(found.key)],
        "rate_form": RateForm(subject=found, actor=request.actor) if STEPS.act("rate") in steps else None,
        "follows": follows(found.key, request.actor),
        "addressee": found.deputy_post or found.station_post or "",
        "public": queries.is_public(found.number),
        "unit": lead.unit if lead and lead.round == found.round else None,
    }


def _ended(found: Opinion) -> list[dict[str, Any]]:
    """The step rail, whose last stage doesn't claim a rating that was never given."""
    *stages, last = queries.rail(found)
    unrated = found.state == Opinion.State.CLOSED and not found.rating
    return [*stages, last | {"label": _("Ended, not rated")} if unrated else last]


def _official(request: HtmxRequest, found: Opinion) -> dict[str, Any]:
    contact = queries.unrevealed_contact(found)
    duties = {duty.number: duty for duty in of_matter(found.key)}
    steps = [s for s in STEPS.open_steps(found, request.actor) if s.name != "reveal"]
    return _common(found, request.actor) | {
        "bar": bar(request, found, steps),
        "panels": [_panel(request, panel, duties) for panel in panels(found.key, request.actor)],
        "state_label": queries.state_of(found),
        "title": queries.title_of(found),
        "name": masked_name(contact.person.name) if contact else "",
        "phone": masked_phone(contact.phone) if contact else "",
        "may_reveal": access.may_reveal(request.actor, found),
        "turn": next((_holder(duty) for duty in duties.values()), ""),
        "next": back(request),
    }


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
        "entries": _entries(found, actor),
        "before": pictures(of(Opinion.kind(), found.number)),
        "duty": of_matter(found.key).first(),
    }


def _entries(found: Opinion, actor: Actor) -> list[dict[str, Any]]:
    """The timeline. Officials read of each order where it went, so the handing over as a whole is left out for them."""
    left_out = (
        set() if actor.resident else {"dispatch"} if actor.is_(*INSIDE, Role.AUDITOR) else {"dispatch", *KEPT_CLOSE}
    )
    lines = timeline(found.key, resident=actor.resident)
    return [_entry(line, actor) for line in lines if line.step not in left_out]


def _holder(duty: Duty) -> str:
    """Whose turn it is, "" for the resident's."""
    return duty.unit.short if duty.unit else str(duty.post or "")


def _entry(line: Line, actor: Actor) -> dict[str, Any]:
    """A line of the journal as the timeline shows it: where it went to stands behind the sentence.

    What the office and the deputy note about the matter is read by the office and its director only; what is noted of
    an order, by its units too; who looked at a phone number and why, by auditors as well.
    """
    unit, looked = line.facts.get("unit", ""), line.step == "reveal"
    text = line.text if actor.resident else SAID.get(line.step, line.text)
    inside = actor.is_(*INSIDE) or (looked and actor.is_(Role.AUDITOR))
    note = line.note if line.kind != Opinion.kind() or inside else ""
    sentence = f"{text} → {unit}" if unit else text
    desk = f"{line.desk} {line.person}" if looked and line.person else line.desk
    return {"at": line.at, "desk": desk, "sentence": sentence, "note": note}


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
