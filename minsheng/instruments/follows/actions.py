"""Following, stopping, and telling those who follow."""

from django.utils.translation import gettext as _

from minsheng.ground.notices import actions as notices
from minsheng.ground.people.actors import Actor
from minsheng.instruments.follows.access import may_follow
from minsheng.instruments.follows.models import Follow
from minsheng.instruments.follows.queries import audience, united
from minsheng.kernel import clock
from minsheng.kernel.errors import NotYours
from minsheng.kernel.workflow import Key, Taken


def follow(key: Key, *, by: Actor) -> None:
    """Follow a matter that the actor is known to see; following twice is following once. Raises NotYours."""
    if by.person_id is None or not may_follow(by):
        raise NotYours(_("Only residents follow matters. Choose to act as yourself, then try again."))
    kind, number = key
    new = {"district": by.district, "since": clock.now()}
    Follow.objects.get_or_create(kind=kind, number=number, person_id=by.person_id, defaults=new)


def unfollow(key: Key, *, by: Actor) -> None:
    """Stop following, whether one did or not."""
    kind, number = key
    if by.person_id:
        Follow.objects.filter(kind=kind, number=number, person=by.person_id).delete()


def forget_person(person_id: int, _by: Actor) -> None:
    """Delete what a person follows."""
    Follow.objects.filter(person=person_id).delete()


def tell(taken: Taken) -> None:
    """Tell the followers of a step that was taken, and those of what was united with it; whoever took it knows.

    Only who sees the matter itself gets the signed link, which opens it without signing in.
    """
    for matter in [taken.matter_key, *united(taken.matter_key)]:
        found = audience(matter)
        _tell(taken, matter, found.inside, link=True)
        _tell(taken, matter, found.outside, link=False)


def _tell(taken: Taken, matter: Key, people: list[int], *, link: bool) -> None:
    told = [person for person in people if person != taken.by.person_id]
    if told:
        subject, step = taken.subject, taken.step.name
        where = {"matter": matter, "subject": subject.key}
        notices.tell(told, **where, step=step, district=subject.district, link=link)
