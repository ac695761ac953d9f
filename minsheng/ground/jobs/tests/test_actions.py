"""A job from its beginning to its end, with what may come between."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from minsheng.ground.jobs import actions, queries
from minsheng.ground.jobs.actions import WORKS, Turn
from minsheng.ground.jobs.models import Job
from minsheng.ground.jobs.tests.conftest import KIND
from minsheng.ground.people.models import Appointment, Person
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours

pytestmark = pytest.mark.django_db


def begun(clerk, **facts):
    return actions.start(KIND, "Counting", by=clerk, total=10, **facts)


def queued():
    with connection.cursor() as cursor:
        cursor.execute("select (args->>'job')::bigint from procrastinate_jobs where task_name = 'jobs.run'")
        return [pk for (pk,) in cursor.fetchall()]


def again(job):
    return Job.objects.get(pk=job.pk)


def test_a_job_is_queued_in_the_transaction_that_begins_it(clerk):
    with transaction.atomic():
        begun(clerk)
        transaction.set_rollback(True)
    assert queued() == []
    job = begun(clerk)
    assert queued() == [job.pk]


def test_a_job_works_turn_by_turn_and_says_what_came_of_it(clerk):
    job = begun(clerk)
    assert (job.status, job.done) == ("waiting", 0)
    actions.run(job.pk)
    job = again(job)
    assert (job.status, job.done, job.total, job.message) == ("done", 10, 10, "Ten were counted.")
    assert job.failed == [{"row": 3, "reason": "not even"}, {"row": 9, "reason": "not even"}]
    assert (job.failures, job.facts["by"], job.result) == (2, "office", "/opinions/")
    assert job.finished_at is not None


def test_a_job_whose_time_is_up_lets_others_go_first_and_goes_on_later(clerk):
    job = begun(clerk)
    with connection.cursor() as cursor:  # the worker has taken it
        cursor.execute("update procrastinate_jobs set status = 'doing' where task_name = 'jobs.run'")
    actions.run(job.pk, seconds=0)
    assert (again(job).status, len(queued())) == ("waiting", 2)
    actions.run(job.pk)
    assert (again(job).done, again(job).failures) == (10, 2)


def test_a_job_goes_on_where_its_worker_was_killed(clerk):
    job = begun(clerk, breaks_after=6)
    with pytest.raises(KeyboardInterrupt):
        _killed_in_the_middle(job)
    job = again(job)
    assert (job.status, job.done, job.failures) == ("running", 6, 1)
    WORKS[KIND] = _counting
    actions.run(job.pk)
    assert (again(job).status, again(job).done, again(job).failures) == ("done", 10, 2)


def _counting(job, by):
    from minsheng.ground.jobs.tests.conftest import counting

    job.facts.pop("breaks_after", None)
    yield from counting(job, by)


def _killed_in_the_middle(job):
    def killed(job, by):
        yield Turn(3, [(3, "not even")])
        yield Turn(6)
        raise KeyboardInterrupt

    WORKS[KIND] = killed
    actions.run(job.pk)


def test_what_was_left_lying_is_queued_again_once(clerk):
    job = begun(clerk)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing' where task_name = 'jobs.run'")
    assert actions.wake() == 0
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert (actions.wake(), actions.wake()) == (1, 0)
    assert queued() == [job.pk, job.pk]


def test_a_refusal_ends_the_job_with_its_sentence_and_keeps_what_was_done(clerk):
    job = begun(clerk, refuses_after=6)
    actions.run(job.pk)
    assert (again(job).status, again(job).done, again(job).message) == ("broken", 6, "Row 7 is impossible.")


def test_a_bug_ends_the_job_with_a_sentence_that_says_what_to_do(clerk):
    job = begun(clerk, breaks_after=3)
    actions.run(job.pk)
    job = again(job)
    assert (job.status, job.done, "ZeroDivision" in job.message, bool(job.message)) == ("broken", 3, False, True)


def test_a_stopped_job_does_nothing_more(clerk):
    job = begun(clerk)
    actions.stop(job, by=clerk)
    actions.run(job.pk)
    assert (again(job).status, again(job).done) == ("stopped", 0)
    with pytest.raises(NotNow):
        actions.stop(job, by=clerk)


def test_nobody_stops_the_job_of_somebody_else(town, clerk):
    job = begun(clerk)
    with pytest.raises(NotNow):
        actions.stop(job, by=town.by("kx.office"))
    assert again(job).open is True


def test_only_people_begin_jobs(town):
    with pytest.raises(NotYours):
        actions.start(KIND, "Counting", by=town.by("hb.office").__class__(kind="system"))


def test_a_job_ends_when_whoever_began_it_has_lost_the_post(clerk):
    job = begun(clerk)
    Appointment.objects.filter(post=clerk.post_id).update(until=clock.today() - timedelta(days=1))
    actions.run(job.pk)
    assert (again(job).status, again(job).done) == ("broken", 0)


def test_a_job_ends_when_whoever_began_it_is_barred(clerk):
    job = begun(clerk)
    Person.objects.filter(pk=clerk.person_id).update(is_active=False)
    assert queries.actor_of(job) is None


def test_rows_that_failed_are_all_counted_and_not_all_kept(clerk, monkeypatch):
    monkeypatch.setattr(actions, "LISTED", 1)
    job = begun(clerk)
    actions.run(job.pk)
    assert (len(again(job).failed), again(job).failures) == (1, 2)


def test_old_jobs_are_forgotten(clerk):
    actions.run(begun(clerk).pk)
    begun(clerk)
    with clock.at(clock.now() + timedelta(days=181)):
        assert actions.forget() == 1
    assert Job.objects.count() == 1
