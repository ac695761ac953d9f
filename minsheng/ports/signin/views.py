"""The pages of signing in. Between password and second factor the session only remembers who is expected."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minsheng.ground.notices.fields import ASK
from minsheng.ground.people.models import Person
from minsheng.ground.people.queries import actor_of, demo_allowed, options
from minsheng.ground.people.sign_in import address_of, sign_in
from minsheng.kernel import clock
from minsheng.kernel.errors import NotYours
from minsheng.kernel.http import HtmxRequest, reply
from minsheng.ports.signin import actions, forms, queries
from minsheng.ui.stepping import in_place

PENDING: Final = "pending"
SECRET: Final = "secret"  # noqa: S105 (a key in the session, not a secret)
FRESH: Final = "fresh_codes"
RENEW: Final = "renew"
WAIT: Final = timedelta(minutes=10)

form_page = require_http_methods(["GET", "HEAD", "POST"])
typed = sensitive_post_parameters()


@form_page
@never_cache
@typed
@in_place
def phone(request: HtmxRequest) -> HttpResponse:
    """A phone number, then the code sent to it."""
    if request.method != "POST":
        return _phone(request, forms.PhoneForm())
    form = forms.PhoneForm(request.POST, address=address_of(request))
    if ASK in request.POST:
        form.ask()
    elif form.is_valid() and (person := form.verified()):
        actor = sign_in(request, person)
        return redirect(_onward(request) or queries.home_of(actor))
    return _phone(request, form)


def _phone(request: HtmxRequest, form: forms.PhoneForm) -> HttpResponse:
    demo = queries.demo_groups() if demo_allowed() else []
    context = {"form": form, "groups": demo, "next": _onward(request)}
    return reply(request, "signin/phone.html", context, status=form.status)


@form_page
@never_cache
@typed
@in_place
def staff(request: HtmxRequest) -> HttpResponse:
    """User name and password, which open nothing yet."""
    if request.method != "POST":
        return reply(request, "signin/staff.html", {"form": forms.StaffForm(), "next": _onward(request)})
    form = forms.StaffForm(request.POST, address=address_of(request))
    if form.is_valid() and form.person:
        return _expect(request, form.person)
    return reply(request, "signin/staff.html", {"form": form, "next": _onward(request)}, status=form.status)


def _expect(request: HtmxRequest, person: Person) -> HttpResponse:
    """Remember for some minutes whose factor comes next, under a fresh session key."""
    request.session.cycle_key()
    until = (clock.now() + WAIT).isoformat()
    request.session[PENDING] = {"person": person.pk, "until": until, "next": _onward(request)}
    request.session.pop(SECRET, None)
    return redirect("signin:factor" if queries.has_factor(person) else "signin:enrol")


def _expected(request: HtmxRequest) -> Person | None:
    """Whose password was right in this session a moment ago."""
    found = request.session.get(PENDING)
    if not found or datetime.fromisoformat(found["until"]) < clock.now():
        return None
    return queries.person_with(found["person"])


def _enter(request: HtmxRequest, person: Person) -> str:
    """Sign in with both factors; where to go."""
    onward = request.session.pop(PENDING, {}).get("next", "")
    request.session.pop(SECRET, None)
    actor = sign_in(request, person, strong=True)
    return onward or queries.home_of(actor)


@form_page
@never_cache
@typed
@in_place
def factor(request: HtmxRequest) -> HttpResponse:
    """The second factor, if one was set up."""
    person = _expected(request)
    if person is None or not queries.has_factor(person):
        return redirect("signin:staff")
    if request.method != "POST":
        return reply(request, "signin/factor.html", {"form": forms.FactorForm(person=person)})
    form = forms.FactorForm(request.POST, person=person, address=address_of(request))
    if form.is_valid():
        return redirect(_enter(request, person))
    return reply(request, "signin/factor.html", {"form": form}, status=form.status)


@form_page
@never_cache
@typed
@in_place
def enrol(request: HtmxRequest) -> HttpResponse:
    """Set up the second factor: at the first sign-in, or in place of the one before."""
    person = _enrolling(request)
    if person is None:
        return redirect("signin:staff")
    secret = request.session.setdefault(SECRET, actions.new_secret())
    if request.method != "POST":
        return _enrol(request, forms.EnrolForm(person=person, secret=secret))
    form = forms.EnrolForm(request.POST, person=person, secret=secret, address=address_of(request))
    if not form.is_valid():
        return _enrol(request, form)
    onward = _enter(request, person)
    request.session.pop(RENEW, None)
    request.session[FRESH] = onward
    return redirect("signin:codes")


def _enrolling(request: HtmxRequest) -> Person | None:
    """Who may set up a factor: with a right password and none yet, or, signed in with one, after confirming it."""
    if isinstance(request.user, Person) and request.session.get("strong") and request.session.get(RENEW):
        return request.user
    person = _expected(request)
    return person if person and not queries.has_factor(person) else None


def _enrol(request: HtmxRequest, form: forms.EnrolForm) -> HttpResponse:
    parts = [form.secret[at : at + 4] for at in range(0, len(form.secret), 4)]
    context = {"form": form, "parts": parts, "address": queries.device_address(form.person, form.secret)}
    return reply(request, "signin/enrol.html", context, status=form.status)


@form_page
@never_cache
def codes(request: HtmxRequest) -> HttpResponse:
    """The recovery codes, shown until the person says that they are kept, then never again; with ?file as a file."""
    person = _strong(request)
    if FRESH not in request.session:
        return redirect("signin:security")
    if request.method == "POST":
        return redirect(request.session.pop(FRESH))
    shown = [f"{code[:4]} {code[4:]}" for code in queries.recovery_codes(person)]
    if "file" not in request.GET:
        return reply(request, "signin/codes.html", {"codes": shown})
    file = HttpResponse("\r\n".join([*shown, ""]), content_type="text/plain; charset=utf-8")
    file["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return file


@form_page
@never_cache
@typed
@in_place
def first(request: HtmxRequest, token: str) -> HttpResponse:
    """Set a first user name and password by a one-time link, then the second factor."""
    person = actions.owner_of(token)
    if request.method != "POST":
        form = forms.FirstForm(person=person, initial={"username": person.username})
        return reply(request, "signin/first.html", {"form": form})
    form = forms.FirstForm(request.POST, person=person)
    if not form.is_valid():
        return reply(request, "signin/first.html", {"form": form}, status=form.status)
    given = form.cleaned_data
    return _expect(request, actions.use_link(token, given["username"], given["new"]))


@require_POST
def demo(request: HtmxRequest, pk: int) -> HttpResponse:
    """Sign in as a demo account, without proof: they exist only in data made as demo."""
    person = queries.demo_person(pk) if demo_allowed() else None
    if person is None:
        raise Http404
    actor = sign_in(request, person, strong=True, acting=request.POST.get("acting", ""))
    return redirect(_onward(request) or queries.home_of(actor))


@require_POST
def out(request: HtmxRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("/")


@require_POST
def acting(request: HtmxRequest) -> HttpResponse:
    """Act as another of one's posts, or as oneself."""
    key = request.POST.get("acting", request.POST.get("appointment", ""))
    person, strong = request.user, bool(request.session.get("strong"))
    if not isinstance(person, Person) or key not in {option.key for option in options(person, strong=strong)}:
        raise NotYours(
            _("You can't act as that. Sign in with your password and second factor, or choose another role.")
        )
    request.session["acting"] = key
    return redirect(queries.home_of(actor_of(person, key, strong=strong)))


@require_safe
@never_cache
def security(request: HtmxRequest) -> HttpResponse:
    """What keeps the account safe."""
    return _security(request, _strong(request))


@require_POST
@typed
@in_place
def confirm(request: HtmxRequest, act: str) -> HttpResponse:
    """Do one of the things of the security page, after the password was typed again."""
    person = _strong(request)
    if act not in ACTS:
        raise Http404
    make: type[forms.ConfirmForm] = forms.PasswordForm if act == "password" else forms.ConfirmForm
    form = make(request.POST, person=person, address=address_of(request), prefix=act)
    if not form.is_valid():
        response = _security(request, person, **{act: form})
        response["HX-Reselect"] = f"form#{act}"
        return response
    return ACTS[act](request, person, form.cleaned_data)


def _security(request: HtmxRequest, person: Person, **bound: forms.ConfirmForm) -> HttpResponse:
    made = {act: forms.ConfirmForm(person=person, prefix=act) for act in ACTS}
    made["password"] = forms.PasswordForm(person=person, prefix="password")
    shown = {f"{act}_form": form for act, form in (made | bound).items()}
    context = shown | {"left": len(queries.recovery_codes(person)), "has_password": person.has_usable_password()}
    status = next((form.status for form in bound.values()), 200)
    shell = "ui/service.html" if request.actor.resident else "ui/governance.html"
    return reply(request, "signin/security.html", {**context, "shell": shell}, status=status)


def _strong(request: HtmxRequest) -> Person:
    """Who is signed in with both factors; everybody else is told that the page isn't for them."""
    if isinstance(request.user, Person) and request.session.get("strong"):
        return request.user
    raise PermissionDenied


def _new_password(request: HtmxRequest, person: Person, given: dict[str, Any]) -> HttpResponse:
    actions.set_password(person, given["new"])
    update_session_auth_hash(request, person)
    messages.success(request, _("The new password holds. All other sessions of yours were ended."))
    return redirect("signin:security")


def _end_sessions(request: HtmxRequest, person: Person, given: dict[str, Any]) -> HttpResponse:
    actions.set_password(person, given["password"])
    update_session_auth_hash(request, person)
    messages.success(request, _("All other sessions of yours were ended."))
    return redirect("signin:security")


def _new_codes(request: HtmxRequest, person: Person, _given: dict[str, Any]) -> HttpResponse:
    actions.renew_codes(person)
    request.session[FRESH] = reverse("signin:security")
    return redirect("signin:codes")


def _new_device(request: HtmxRequest, _person: Person, _given: dict[str, Any]) -> HttpResponse:
    request.session[RENEW] = True
    request.session.pop(SECRET, None)
    return redirect("signin:enrol")


ACTS: Final[dict[str, Callable[[HtmxRequest, Person, dict[str, Any]], HttpResponse]]] = {
    "password": _new_password,
    "device": _new_device,
    "codes": _new_codes,
    "sessions": _end_sessions,
}


def _onward(request: HtmxRequest) -> str:
    """Where the person wanted to go, if it is a page of ours."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return onward if ours else ""
