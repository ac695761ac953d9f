"""`{% load ui %}`: icons, deadlines, moments, numbers, query strings, QR codes, badges, form fields."""

from datetime import date, datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import segno
from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from minsheng.ui import icons, stepping, words

register = template.Library()

register.simple_tag(icons.icon, name="icon")

BADGES = {"done": "circle-check", "info": "circle-dot", "soon": "clock-alert", "late": "circle-alert"}
PHONE = 7


@register.filter
def lamp(thing: Any) -> SafeString:
    """The clock of a duty (anything with `due`, perhaps `closed`, `provisional`): icon and words."""
    shown = words.lamp(thing)
    moment = _time(shown.due, shown.words) if shown.due else format_html("<span>{}</span>", shown.words)
    note = _provisional() if shown.provisional else ""
    return format_html('<span class="lamp lamp-{}">{}{}{}</span>', shown.tone, icons.icon(shown.icon), moment, note)


def _provisional() -> SafeString:
    why = _("The calendar of that year is not known yet; the date may still move.")
    return format_html(' <span class="lamp-note" title="{}">{}</span>', why, _("provisional"))


@register.filter
def when(moment: datetime | date | None) -> SafeString | str:
    """A moment as people say it ("today 10:16"), the whole of it in the title."""
    return _time(moment, words.when(moment)) if moment else ""


def _time(moment: datetime | date, said: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), words.exactly(moment), said)


@register.filter
def phone_masked(phone: str) -> str:
    """138****5678; whatever is too short to be a phone number is hidden whole."""
    text = str(phone or "")
    return f"{text[:3]}****{text[-4:]}" if len(text) > PHONE else "*" * len(text)


@register.simple_tag
def badge(tone: str, label: str, icon: str = "") -> SafeString:
    """A state: icon and word in a tone (plain, info, done, soon, late, seal), never the colour alone."""
    drawn = icons.icon(icon or BADGES.get(tone, "circle"))
    return format_html('<span class="badge badge-{}">{}<span>{}</span></span>', tone, drawn, label)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The page's query string with changes; None removes. Any change but of the page itself goes back to page one."""
    values = QueryDict(context["request"].GET.urlencode(), mutable=True)
    if "page" not in changes:
        values.pop("page", None)
    for name, value in changes.items():
        values.pop(name, None)
        if value not in (None, ""):
            values.setlist(name, value if isinstance(value, list) else [str(value)])
    return f"?{values.urlencode()}"


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The numbers to offer: the ends and the neighbours, an ellipsis between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def qr(text: str) -> SafeString:
    """A QR code as inline SVG, dark on light in every theme."""
    return _qr(str(text), _("QR code"))


@lru_cache(maxsize=512)
def _qr(text: str, label: str) -> SafeString:
    drawn = segno.make(text, error="m", micro=False).svg_inline(omitsize=True, border=3, svgclass="qr", lineclass=None)
    return format_html('<span class="qr-box" role="img" aria-label="{}">{}</span>', label, SafeString(drawn))


@register.simple_tag(takes_context=True)
def absolute(context: Context, path: str) -> str:
    """The full address of a path, for a code that is scanned elsewhere."""
    return str(context["request"].build_absolute_uri(path)) if path else ""


@register.simple_tag(takes_context=True)
def came_from(context: Context, status: int = 0) -> str:
    """The page of ours that the person came from, for a way back; empty when they came from elsewhere.

    Where something has moved on (409), a step's own page would only be refused again: then its subject's page.
    """
    request = context.get("request")
    referer = request.headers.get("Referer", "") if request else ""
    if not request or not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return ""
    return (_page_of_step(urlsplit(referer).path) if status == HTTPStatus.CONFLICT else "") or referer


def _page_of_step(path: str) -> str:
    """The page of a subject whose step has that address; "" for any other address."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    page = match.view_name.removesuffix("-step")
    return reverse(page, args=[match.kwargs["number"]]) if page != match.view_name else ""


@register.simple_tag
def step_url(subject: Any, step: Any) -> str:
    """Where a step is taken."""
    return stepping.step_url(subject, step.name)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A form field with label, help and error."""
    return bound.as_field_group()
