"""The step bars on an official's page of a matter: what one tap does, what asks first, what lies behind "more"."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils.http import url_has_allowed_host_and_scheme

from minsheng.kernel.http import HtmxRequest
from minsheng.kernel.workflow import Step, Subject
from minsheng.ui.stepping import STEPPERS

AT_ONCE = frozenset({"receive", "transfer", "accept"})
"""Steps that only acknowledge or pass on: one tap is enough, a note can be added by the longer way."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`quick` is taken by its button, at once; `main` and `more` open their forms. `onward` is where `quick` leads."""

    subject: Subject
    quick: Step | None
    main: list[Step]
    more: list[Step]
    onward: str

    def __bool__(self) -> bool:
        return bool(self.moves or self.more)

    @property
    def moves(self) -> bool:
        """Whether something of it leads on, so that it belongs where it is seen first."""
        return bool(self.quick or self.main)


def bar(request: HtmxRequest, subject: Subject, steps: Iterable[Step]) -> Bar:
    """The bar of a matter or an order: steps that move it first, acts that only record behind "more"."""
    found = list(steps)
    moves, more = [s for s in found if s.to], [s for s in found if not s.to]
    if not moves or moves[0].name not in AT_ONCE:
        return Bar(subject, None, moves[:2], [*moves[2:], *more], "")
    quick, others = moves[0], moves[1:]
    return Bar(
        subject,
        quick,
        others[:1] or [quick],
        [*([quick] if others else []), *others[1:], *more],
        _onward(request, subject, quick),
    )


def back(request: HtmxRequest) -> str:
    """The list that the reader came from, if it is a page of ours."""
    onward = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return onward if ours else ""


def _onward(request: HtmxRequest, subject: Subject, step: Step) -> str:
    """Back to the list, unless the next step is the same actor's: then the matter stays open where it is."""
    table = STEPPERS[subject.kind()].table
    theirs = (s for s in table.steps.values() if step.to in s.sources and s.form)
    if not any(s.may(request.actor, subject) for s in theirs):
        return back(request)
    parts = urlsplit(back(request))
    asked = dict(parse_qsl(parts.query))
    if "open" not in asked:
        return request.get_full_path()
    number = subject.matter_key[1]
    return urlunsplit(parts._replace(query=urlencode(asked | {"open": number})))
