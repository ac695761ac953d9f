"""The council: for officials what is prepared and decided, for members their meeting, for everybody the notices."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minsheng.deliberation.council import access, actions, papers, queries
from minsheng.deliberation.council.forms import (
    FORMS,
    MEETING_FORMS,
    AgendaForms,
    ConveneForm,
    RecommendForm,
    TakeOverForm,
    items,
)
from minsheng.deliberation.council.models import Meeting, Nomination
from minsheng.deliberation.council.workflow import MEETINGS, STEPS
from minsheng.ground.duties.queries import open_duty
from minsheng.ground.files.fields import keeper_of
from minsheng.ground.files.queries import document_links
from minsheng.ground.journal.queries import timeline
from minsheng.ground.people import guards
from minsheng.ground.people.models import Role
from minsheng.ground.people.queries import masked_phone
from minsheng.ground.places.queries import streets
from minsheng.ground.policies.queries import policy
from minsheng.instruments.activities.queries import home
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.kernel.workflow import Key
from minsheng.ui.stepping import ReasonForm, stepping

PAGE: Final = 20
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

step = stepping(STEPS, access.nominations, FORMS, actions)
meeting_step = stepping(MEETINGS, access.meetings, MEETING_FORMS, actions)


@never_cache
@require_safe
def council(request: HtmxRequest) -> HttpResponse:
    """The desk of officials, the page of a member, or what everybody may read."""
    if request.actor.is_(*access.READERS):
        return reply(request, "council/desk.html", _desk(request))
    if request.actor.is_(Role.COUNCIL_MEMBER):
        return reply(request, "council/mine.html", _mine(request))
    rows = access.nominations(request.actor).order_by("-id")
    context = {
        "shell": request.actor.shell,
        "notices": rows.filter(state=Nomination.State.ANNOUNCED),
        "own": rows.filter(by=request.actor.person_id) if request.actor.signed_in else [],
        "streets": queries.sizes(),
        "recommends": not request.actor.staff or request.actor.is_(*access.RECOMMENDERS),
    }
    return reply(request, "council/public.html", context)


def _desk(request: HtmxRequest) -> dict[str, Any]:
    actor = request.actor
    meetings = access.meetings(actor).order_by("-activity__starts", "-id")
    nominations = access.within(actor).filter(state__in=queries.OPEN).order_by("id")
    return {
        "years": queries.years(access.convenings(actor)),
        "figures": queries.figures(actor),
        "page_obj": Paginator(meetings, PAGE).get_page(request.GET.get("page")),
        "nominations": nominations,
        "decided": access.within(actor).exclude(state__in=queries.OPEN).exclude(how="").order_by("-id")[:PAGE],
        "street": actor.is_(*access.OF_STREET) and home(actor),
        "records": actor.is_(Role.OFFICE),
        "enters": actor.is_(Role.DIRECTOR),
    }


def _mine(request: HtmxRequest) -> dict[str, Any]:
    rows = list(access.meetings(request.actor).order_by("-activity__starts", "-id")[:PAGE])
    ahead = [row for row in reversed(rows) if row.state == Meeting.State.CONVENED]
    return {
        "ahead": [_facts(row) | {"asked": queries.asked(row, request.actor)} for row in ahead],
        "behind": [_facts(row) for row in rows if row not in ahead],
        "opinions": [said for row in rows[:5] for said in queries.said(row, request.actor)],
        "street": home(request.actor),
    }


def _facts(row: Meeting) -> dict[str, Any]:
    starts, ends = clock.local(row.activity.starts), clock.local(row.activity.ends)
    return {"meeting": row, "activity": row.activity, "day": starts.date(), "times": f"{starts:%H:%M}–{ends:%H:%M}"}


@never_cache
@require_safe
def meeting(request: HtmxRequest, number: str) -> HttpResponse:
    """A meeting: agenda, materials, who was there, what was said and answered, minutes."""
    found, actor = get_object_or_404(access.meetings(request.actor), number=number), request.actor
    inside = actor.is_(*access.READERS)
    context = _facts(found) | {
        "shell": actor.shell,
        "inside": inside,
        "prints": access.may_print(actor, found),
        "steps": list(MEETINGS.open_steps(found, actor)),
        "agenda": found.agenda.all(),
        "documents": document_links(*found.key),
        "asked": queries.asked(found, actor),
        "there": queries.there(found) if inside or found.state == Meeting.State.CONFIRMED else None,
        "said": queries.said(found, actor),
        "minutes": access.reads_minutes(actor, found),
        "short": inside and queries.short_notice(found),
        "duty": open_duty(found.key) if inside else None,
        "entries": _entries(found.key) if inside else [],
    }
    return reply(request, "council/meeting.html", context)


def _entries(key: Key) -> list[dict[str, Any]]:
    lines = timeline(key, resident=False)
    return [{"at": line.at, "desk": line.desk, "sentence": line.text, "note": line.note} for line in lines]


@never_cache
@require_safe
def nomination(request: HtmxRequest, number: str) -> HttpResponse:
    """A nomination: to officials with its vetting, to everybody the public notice, to who recommended how it stands."""
    found, actor = get_object_or_404(access.nominations(request.actor), number=number), request.actor
    inside = access.reads(actor, found)
    context = {
        "shell": actor.shell,
        "nomination": found,
        "inside": inside,
        "own": actor.signed_in and found.by_id == actor.person_id,
        "steps": [one for one in STEPS.open_steps(found, actor) if one.name != "contest"],
        "running": found.until is not None and clock.now() < found.until,
        "objected": actor.signed_in and access.objected(actor, found),
        "phone": masked_phone(found.phone) if inside and found.phone else "",
        "reveals": access.may_reveal(actor, found),
        "objections": found.objections.select_related("person").order_by("id") if inside else [],
        "duty": open_duty(found.key) if inside else None,
        "entries": _entries(found.key) if inside else [],
    }
    return reply(request, "council/nomination.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HtmxRequest, number: str) -> HttpResponse:
    """Show a phone number once, to somebody who says why; the look is recorded before anything is shown."""
    found = get_object_or_404(access.nominations(request.actor), number=number)
    if not access.may_reveal(request.actor, found):
        raise Http404
    data = [request.POST] if request.method == "POST" else []
    form = ReasonForm(*data, subject=found, actor=request.actor)
    context: dict[str, Any] = {"nomination": found, "form": form}
    if form.is_valid():
        actions.reveal(found, note=form.cleaned_data["note"], by=request.actor)
        context["phone"] = found.phone
    return reply(request, "council/reveal.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.only_roles(*access.RECOMMENDERS)
def recommend(request: HtmxRequest) -> HttpResponse:
    """Recommend oneself or somebody else; the office enters what it was given on paper."""
    data = [request.POST] if request.method == "POST" else []
    form = RecommendForm(*data, actor=request.actor)
    if form.is_valid():
        place = form.cleaned_data["community"].parent
        made = actions.recommend(place, by=request.actor, **form.cleaned_data)
        messages.success(request, _("The recommendation has arrived at the congress work office."))
        return redirect("council:nomination", made.number)
    context = {"form": form, "shell": request.actor.shell, "conditions": policy("council.conditions")}
    return reply(request, "council/recommend.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.only_roles(Role.DIRECTOR)
def take_over(request: HtmxRequest) -> HttpResponse:
    """Enter members who were appointed before this system was there, one after the other."""
    form = TakeOverForm(*([request.POST] if request.method == "POST" else []), actor=request.actor)
    place = home(request.actor)
    if form.is_valid():
        try:
            made = actions.take_over(place, by=request.actor, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error("phone", str(refusal.message))
        else:
            messages.success(request, _("%(name)s stands on the roster.") % {"name": made.name})
            return redirect("council:take-over")
    context = {"form": form, "street": place}
    return reply(request, "council/takeover.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.only_roles(*access.OF_STREET)
def convene(request: HtmxRequest) -> HttpResponse:
    """Convene the council of one's street."""
    data = [request.POST, request.FILES] if request.method == "POST" else []
    form = ConveneForm(*data, by=request.actor, keeper=keeper_of(request))
    agenda = AgendaForms(request.POST if data else None)
    if form.is_bound and form.is_valid() & agenda.is_valid():
        place = home(request.actor)
        documents = form.cleaned_data["documents"]
        made = actions.convene(form.plan(place), items(agenda), documents=documents, by=request.actor)
        messages.success(request, _("The council is convened, and every member is told."))
        return redirect("council:meeting", made.number)
    context = {"form": form, "agenda": agenda}
    return reply(request, "council/convene.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def members(request: HtmxRequest, code: str) -> HttpResponse:
    """Who sits on the council of a street: for everybody, by the strokes of the surname."""
    place = get_object_or_404(streets(), code=code)
    since, until = queries.term(place.pk)
    context = {"street": place, "members": queries.members(place), "since": since, "until": until}
    return reply(request, "council/members.html", context | {"shell": request.actor.shell})


@never_cache
@require_safe
def roster(request: HtmxRequest, code: str) -> HttpResponse:  # noqa: ARG001 (every view has one)
    """成员名册."""
    return _file(*papers.roster(get_object_or_404(streets(), code=code)))


@never_cache
@require_POST
def paper(request: HtmxRequest, number: str, what: str) -> HttpResponse:
    """会议通知, 签到表 or 会议纪要. It is a POST, since it may give a number."""
    found = get_object_or_404(access.meetings(request.actor), number=number)
    if (
        not access.may_print(request.actor, found)
        or what not in papers.KINDS
        or (what == "minutes") > bool(found.minutes)
    ):
        raise Http404
    return _file(*papers.printed(found, what, by=request.actor))


def _file(name: str, content: bytes) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.docx")}  # noqa: FBT003 (Django's signature)
    return HttpResponse(content, content_type=DOCX, headers=headers | {"X-Content-Type-Options": "nosniff"})


@never_cache
@require_safe
def convening(request: HtmxRequest, number: str) -> HttpResponse:
    """The duty of a year has no page of its own: it stands on the desk."""
    get_object_or_404(access.convenings(request.actor), number=number)
    return redirect("council:council")
