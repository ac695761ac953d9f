"""Who sees a job: whoever began it, whatever they act as now; administrators see how it goes."""

from django.db.models import QuerySet

from minsheng.ground.jobs.models import Job
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Role


def visible_to(actor: Actor) -> QuerySet[Job]:
    """The jobs that an actor may look at."""
    if actor.kind != "person":
        return Job.objects.none()
    if actor.is_(Role.ADMINISTRATOR):
        return Job.objects.filter(district=actor.district)
    return Job.objects.filter(person=actor.person_id)


def may_stop(actor: Actor, job: Job) -> bool:
    """Whoever began it, and administrators, as long as it isn't finished."""
    return job.open and visible_to(actor).filter(pk=job.pk).exists()
