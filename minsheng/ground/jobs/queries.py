from django.db.models import QuerySet

from minsheng.ground.jobs.models import Job
from minsheng.ground.people.actors import Actor
from minsheng.ground.people.models import Person
from minsheng.ground.people.queries import acting, options


def latest(actor: Actor, kind: str, most: int = 10) -> QuerySet[Job]:
    """The last jobs of a kind that the person began in the post they act in now."""
    rows = Job.objects.filter(person=actor.person_id, post=actor.post_id, kind=kind)
    return rows.order_by("-made_at", "-pk")[:most]


def actor_of(job: Job) -> Actor | None:
    """Whoever began the job, in the post they acted in; None once they don't hold it any more or are barred."""
    person = Person.objects.filter(pk=job.person_id, is_active=True).first()
    among = options(person, strong=True) if person else []
    found = [acting(person, option, among) for option in among] if person else []
    return next((actor for actor in found if (actor.role, actor.post_id) == (job.role, job.post_id)), None)
