"""Pages for some: who may not open them signs in first, or is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.views.decorators.cache import never_cache

from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role
from minsheng.kernel.http import HtmxRequest

type View = Callable[..., HttpResponseBase]


def only(may: Callable[[Actor], bool]) -> Callable[[View], View]:
    """Open a page to some: visitors sign in and come back, others get 403. Nobody on the way keeps a copy."""

    def guard(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.actor.signed_in:
                return redirect_to_login(request.get_full_path())
            if not may(request.actor):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def only_roles(*roles: Role) -> Callable[[View], View]:
    """Open a page to some posts."""
    return only(lambda actor: actor.is_(*roles))


signed_in = only(lambda actor: actor.signed_in)
staff = only(lambda actor: actor.staff)
