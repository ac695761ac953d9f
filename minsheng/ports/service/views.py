"""Home, my matters, my data, my community, the numbers of the year, and who runs this."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minsheng.ground.notices.fields import ASK
from minsheng.ground.people import actions, guards
from minsheng.ground.people.access import own_phone
from minsheng.ground.people.queries import masked_phone, unfinished, why_not_erased
from minsheng.ground.people.sign_in import address_of
from minsheng.ground.policies.queries import policy
from minsheng.instruments.publishing.queries import live
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.kernel.workflow import cards
from minsheng.ports.service.forms import CommunityForm, EraseForm, NameForm
from minsheng.ports.service.queries import around, matters
from minsheng.ports.signin.queries import home_of
from minsheng.ui.stepping import in_place

NEWEST: Final = 5
HERE: Final = "here"
YEAR: Final = 60 * 60 * 24 * 365

type View = Callable[..., HttpResponseBase]


def residents_own(view: View) -> View:
    """A page about oneself: who isn't known signs in first, and officials go to their desk."""

    @guards.signed_in
    @wraps(view)
    def own(request: HtmxRequest) -> HttpResponseBase:
        return redirect(home_of(request.actor)) if request.actor.staff else view(request)

    return own


@never_cache
@require_safe
def home(request: HtmxRequest) -> HttpResponse:
    """What this is, who runs it and how it differs from 12345; officials go to their desk."""
    if request.actor.staff:
        return redirect(home_of(request.actor))
    at = around.here(request.COOKIES.get(HERE, ""), request.actor)
    near = around.handled_near(at)
    context = {
        "organiser": policy("site.organiser"),
        "waiting": matters.waiting(request.actor),
        "roles": _roles(request),
        "at": at,
        "near": near,
        "sketch": around.sketch(near),
        "newest": live().exclude(pk__in=[row.pk for row in near.rows])[:NEWEST],
        "numbers": matters.numbers(),
    }
    return reply(request, "service/home.html", context)


@require_safe
@residents_own
def mine(request: HtmxRequest) -> HttpResponse:
    """What the person has reported, what of it waits for them first; and what they follow of others'."""
    show = request.GET.get("show", "")
    rows = matters.own(request.actor, unfinished=show == "open")
    page = Paginator(rows, matters.PAGE).get_page(request.GET.get("page"))
    context = {
        "show": show if show in {"open", "followed"} else "",
        "page_obj": page,
        "rows": matters.rows(page),
        "followed": matters.of_others(request.actor),
        **_myself(request),
    }
    return reply(request, "service/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@residents_own
@in_place
def me(request: HtmxRequest) -> HttpResponse:
    """The person's own data: name, phone, messages, signing out."""
    if request.method != "POST":
        form = NameForm(initial={"name": matters.name_of(request.actor)})
        return reply(request, "service/me.html", {"form": form, **_myself(request)})
    form = NameForm(request.POST)
    if not form.is_valid():
        return reply(request, "service/me.html", {"form": form, **_myself(request)}, status=422)
    actions.rename(form.cleaned_data["name"], by=request.actor)
    messages.success(request, _("Your name is kept."))
    return redirect("service:me")


@require_http_methods(["GET", "HEAD", "POST"])
@residents_own
@in_place
def erase(request: HtmxRequest) -> HttpResponse:
    """Have one's data deleted: what goes and what stays is said first, a code to one's own phone confirms it."""
    person, phone = matters.person_of(request.actor), own_phone(request.actor)
    form = EraseForm(*_sent(request), phone=phone, address=address_of(request))
    if ASK in request.POST:
        form.ask()
    elif form.is_bound and form.is_valid() and form.verified():
        actions.erase(person, by=request.actor)
        logout(request)
        return redirect("service:erased")
    context = {"form": form, "phone": masked_phone(phone), "refused": why_not_erased(person)}
    context["unfinished"] = list(cards(unfinished(person.pk)).values())
    return reply(request, "service/erase.html", context, status=form.status)


def _sent(request: HtmxRequest) -> list[Any]:
    return [request.POST] if request.method == "POST" else []


@never_cache
@require_safe
def erased(request: HtmxRequest) -> HttpResponse:
    """Said to somebody of whom nothing is known any more."""
    return reply(request, "service/erased.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HtmxRequest) -> HttpResponse:
    """Choose the community whose station, deputies and matters the home page shows; kept in this browser only."""
    if request.method == "POST":
        form = CommunityForm(request.POST)
        if form.is_valid():
            response = redirect("service:home")
            code = form.cleaned_data["community"].code
            response.set_cookie(HERE, code, YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
            return response
    context = {"streets": around.by_street(), "at": around.here(request.COOKIES.get(HERE, ""), request.actor)}
    return reply(request, "service/here.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_safe
def year(request: HtmxRequest, what: str) -> HttpResponse:
    """The list behind a number of the year: those of its matters that everyone may read."""
    if what not in matters.YEAR:
        raise Http404
    count, page = matters.counted(what, request.GET.get("page"))
    context = {"what": what, "label": matters.YEAR[what][1], "count": count, "page_obj": page}
    return reply(request, "service/year.html", context)


@never_cache
@require_safe
def about(request: HtmxRequest) -> HttpResponse:
    """Who runs this, how a report goes, whom to turn to."""
    context = {"organiser": policy("site.organiser"), "filing": policy("site.filing")}
    return reply(request, "service/about.html", context)


@never_cache
@require_safe
def privacy(request: HtmxRequest) -> HttpResponse:
    """What is kept of a person, what for, who sees it, and for how long."""
    return reply(request, "service/privacy.html", {"organiser": policy("site.organiser")})


def _roles(request: HtmxRequest) -> Any:
    return matters.other_roles(request.actor, getattr(request, "acting", [])) if request.actor.signed_in else []


def _myself(request: HtmxRequest) -> dict[str, Any]:
    phone = own_phone(request.actor)
    return {
        "name": matters.name_of(request.actor),
        "phone": masked_phone(phone) if phone else "",
        "roles": _roles(request),
    }
