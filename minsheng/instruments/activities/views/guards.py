"""Who may open the pages of those who organise."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from minsheng.ground.people.models import Role
from minsheng.kernel.http import HtmxRequest

type View = Callable[..., HttpResponse]

ORGANISERS = (Role.COORDINATOR, Role.OFFICE, Role.DIRECTOR, Role.DISTRICT, Role.AUDITOR)
PRINTERS = (Role.COORDINATOR, Role.OFFICE, Role.DIRECTOR, Role.DISTRICT, Role.ADMINISTRATOR)


def only(*roles: Role) -> Callable[[View], View]:
    """Only for some roles; visitors sign in first."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.actor.signed_in:
                return redirect_to_login(request.get_full_path())
            if not request.actor.is_(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


organisers = only(*ORGANISERS)
printers = only(*PRINTERS)
