"""`request.actor`: who acts in this request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from minsheng.ground.people.actors import NOBODY, Actor
from minsheng.ground.people.models import Person
from minsheng.ground.people.queries import acting, options, visitor_of


class Acting:
    """Middleware: the signed-in person under the option chosen in the session, a link's visitor, or nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = []  # type: ignore[attr-defined]  # read by the shells through `request`
        request.actor = self.actor(request)  # type: ignore[attr-defined]  # HtmxRequest declares it for views
        return self.get_response(request)

    def actor(self, request: HttpRequest) -> Actor:
        """The actor of a request; one query for the person and two for the posts."""
        if isinstance(request.user, Person):
            found = options(request.user, strong=bool(request.session.get("strong")))
            request.acting = found  # type: ignore[attr-defined]  # as above
            key = request.session.get("acting", "")
            return acting(request.user, next((o for o in found if o.key == key), found[0]), found)
        link = request.session.get("link")
        return (visitor_of(link) if link else None) or NOBODY
