from typing import Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minsheng.ground.notices import actions, queries
from minsheng.ground.notices.forms import PreferenceForm
from minsheng.kernel.http import HtmxRequest, reply

PAGE: Final = 20


@require_safe
@never_cache
def notices(request: HtmxRequest) -> HttpResponse:
    """What the person was told, in the shell of the side on which they act."""
    if not request.actor.signed_in:
        return redirect_to_login(request.get_full_path())
    shell = "ui/service.html" if request.actor.resident else "ui/governance.html"
    form = PreferenceForm(instance=queries.preference(request.actor))
    page = Paginator(queries.told(request.actor), PAGE).get_page(request.GET.get("page"))
    found = {"items": queries.items(request.actor, page.object_list), "unread_here": queries.unread(request.actor)}
    return reply(request, "notices/notices.html", {**found, "page_obj": page, "form": form, "shell": shell})


@require_POST
def read(request: HtmxRequest) -> HttpResponse:
    """Count all as read."""
    actions.mark_read(request.actor)
    return redirect("notices:notices")


@require_POST
def preferences(request: HtmxRequest) -> HttpResponse:
    """Keep what was chosen."""
    form = PreferenceForm(request.POST)
    if request.actor.signed_in and form.is_valid():
        actions.prefer(request.actor.person_id, **form.cleaned_data)
        messages.success(request, _("Kept."))
    return redirect("notices:notices")
