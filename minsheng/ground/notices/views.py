from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from minsheng.ground.notices import actions, queries
from minsheng.ground.notices.forms import DigestForm, PreferenceForm
from minsheng.ground.people import guards
from minsheng.kernel.http import HtmxRequest, reply

PAGE: Final = 20


@require_safe
@guards.signed_in
def notices(request: HtmxRequest) -> HttpResponse:
    """What the person was told, in the shell of the side on which they act."""
    form = _form(request)(instance=queries.preference(request.actor))
    page = Paginator(queries.told(request.actor), PAGE).get_page(request.GET.get("page"))
    found = {"items": queries.items(request.actor, page.object_list), "unread_here": queries.unread(request.actor)}
    shown = {"page_obj": page, "form": form, "shell": request.actor.shell}
    return reply(request, "notices/notices.html", found | shown)


@require_POST
def read(request: HtmxRequest) -> HttpResponse:
    """Count all as read."""
    actions.mark_read(request.actor)
    return redirect("notices:notices")


@require_POST
def preferences(request: HtmxRequest) -> HttpResponse:
    """Keep what was chosen."""
    form = _form(request)(request.POST)
    if request.actor.signed_in and form.is_valid():
        actions.prefer(request.actor.person_id, **form.cleaned_data)
        messages.success(request, _("Kept."))
    return redirect("notices:notices")


def _form(request: HtmxRequest) -> type[DigestForm | PreferenceForm]:
    """What can be chosen on the side on which they act."""
    return DigestForm if request.actor.staff else PreferenceForm
