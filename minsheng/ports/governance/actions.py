"""Steps taken with several matters: each in a transaction of its own, none held up by another."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from minsheng.ground.people.actors import Actor
from minsheng.kernel.errors import Refused
from minsheng.kernel.workflow import Key, Subject
from minsheng.ports.governance.queries import taken_since
from minsheng.ui.stepping import STEPPERS

FORM = "given"
"""The prefix of the step's own fields among those of the batch."""

log = logging.getLogger("minsheng.batch")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one of them; `reason` says in a sentence why it was not done, "" when it was."""

    key: Key
    reason: str = ""

    @property
    def done(self) -> bool:
        return not self.reason


def take_together(
    subjects: Mapping[Key, Subject], step: str, data: Mapping[str, Any], *, by: Actor, since: datetime
) -> list[Outcome]:
    """Take a step with each, by the action that its room registered, with what was typed once.

    What this actor has already done since `since`, by a first tap, counts as done.
    """
    return [Outcome(key, _take(subject, step, data, by, since)) for key, subject in subjects.items()]


def _take(subject: Subject, step: str, data: Mapping[str, Any], by: Actor, since: datetime) -> str:
    reason = _refusal(subject, step, data, by)
    return "" if reason and taken_since(by, subject.key, step, since) else reason


def _refusal(subject: Subject, step: str, data: Mapping[str, Any], by: Actor) -> str:
    """Take the step, or say why not."""
    stepper = STEPPERS[subject.kind()]
    form = stepper.form(step)(data, subject=subject, actor=by, prefix=FORM)
    if not form.is_valid():
        return _first(form.errors)
    try:
        with transaction.atomic():
            stepper.do(subject, step, by, form.cleaned_data)
    except Refused as refusal:
        return str(refusal.message)
    except Exception:  # one that can't be done must not hide what became of the others
        log.exception("a step of a batch failed")
        return _("Something went wrong on our side. Nothing was changed.")
    return ""


def _first(errors: Mapping[str, Any]) -> str:
    return str(next(iter(errors.values()))[0])
