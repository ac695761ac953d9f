"""/healthz: whether the database answers, the queue moves and the disk has room."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

ROOM = 500 * 1024 * 1024
WAITING = "15 minutes"


def database() -> bool:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        return bool(cursor.fetchone())


def queue() -> bool:
    """No job that could run has waited longer than `WAITING`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select count(*) from procrastinate_jobs j
               where j.status = 'todo' and coalesce(j.scheduled_at, (
                   select max(e.at) from procrastinate_events e where e.job_id = j.id
               )) < now() - %s::interval""",
            [WAITING],
        )
        return bool(cursor.fetchone()[0] == 0)


def disk() -> bool:
    """The data directory has room for the photos of a day."""
    return shutil.disk_usage(settings.DATA).free > ROOM


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 (a view's signature)
    """Each check by name, 200 when all are well, else 503. Without a database the queue isn't waited for too."""
    there = _well(database)
    found = {"database": there, "queue": there and _well(queue), "disk": _well(disk)}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def _well(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # noqa: BLE001 (whatever is wrong, the answer is "not well")
        return False
