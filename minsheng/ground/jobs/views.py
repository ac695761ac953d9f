"""The page of a job: how far it is, what came of it, which rows failed and why."""

import csv
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from minsheng.ground.jobs import access, actions
from minsheng.ground.jobs.models import Job
from minsheng.ground.people import guards
from minsheng.kernel.http import HtmxRequest, reply

type View = Callable[..., HttpResponseBase]


def of_ones_own(view: View) -> View:
    """Hands the view the job that the address names; visitors sign in first, to others there is none."""

    @guards.signed_in
    @wraps(view)
    def guarded(request: HtmxRequest, pk: int) -> HttpResponseBase:
        return view(request, get_object_or_404(access.visible_to(request.actor), pk=pk))

    return guarded


@require_safe
@of_ones_own
def job(request: HtmxRequest, job: Job) -> HttpResponse:
    """Draws itself anew every two seconds where scripts run; elsewhere there is a link."""
    context = {"job": _shown(job), "row": job, "shell": request.actor.shell}
    return reply(request, "jobs/job.html", context | {"may_stop": access.may_stop(request.actor, job)})


@require_safe
@of_ones_own
def failed(request: HtmxRequest, job: Job) -> HttpResponse:  # noqa: ARG001 (a view's signature)
    """The rows that failed, as CSV with a byte order mark, so that spreadsheets read Chinese."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="failed-{job.pk}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    out = csv.writer(response)
    out.writerow([_("Row"), _("Why")])
    out.writerows((row["row"], row["reason"]) for row in job.failed)
    return response


@require_POST
@of_ones_own
def stop(request: HtmxRequest, job: Job) -> HttpResponse:
    """Ends it after the rows it is at."""
    actions.stop(job, by=request.actor)
    return redirect("jobs:job", job.pk)


def _shown(job: Job) -> dict[str, Any]:
    """As `ui/job.html` wants it."""
    return {
        "title": job.title,
        "running": job.open,
        "broken": job.status in {Job.Status.BROKEN, Job.Status.STOPPED},
        "done": job.done,
        "total": job.total,
        "failed": job.failed[:100],
        "message": job.message,
        "result": job.result,
        "result_label": job.result_label,
    }
