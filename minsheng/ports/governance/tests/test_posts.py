"""Ending an appointment, substitutes: nothing is left behind by accident, and what ends ends by itself."""

from datetime import timedelta

import pytest

from minsheng.ground.duties.queries import mine, open_duty
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.queries import as_officials
from minsheng.ground.people.actions import appoint
from minsheng.ground.people.models import Appointment, Role, Substitution
from minsheng.ground.people.queries import could_sit, options
from minsheng.kernel import clock
from minsheng.kernel.errors import NotNow, NotYours, Wrong
from minsheng.ports.governance import posts

pytestmark = pytest.mark.django_db


def seat(town, who):
    person = town.deputy_row(*who).person if isinstance(who, tuple) else town.person(who)
    return person.appointments.select_related("post").order_by("pk")[0]


def acts(town, who, role):
    return role in {option.role for option in options(town.person(who), strong=True)}


def usernames(rows):
    return {person.username for person in rows}


def test_who_ends_whose_appointment(town):
    clerk, deputy, own = seat(town, "hb.office"), seat(town, ("HB", 1)), seat(town, "hb.director")
    people = ("admin", "hb.director", "kx.director", "hb.office", "hb.pm", "district", "auditor")
    assert [who for who in people if posts.may_end(town.by(who), clerk)] == ["admin", "hb.director"]
    assert [who for who in people if posts.may_end(town.by(who), deputy)] == ["admin", "hb.director"]
    assert [who for who in people if posts.may_end(town.by(who), own)] == ["admin"]


def test_who_names_a_substitute_for_which_post(town):
    people = ("admin", "hb.director", "hb.office", "hb.pm", "hb.ps", "kx.director", "kx.office", "district", "auditor")
    found = {
        who: [name for name in people if posts.may_substitute(town.by(name), seat(town, who).post)]
        for who in ("hb.pm", "hb.office", "district", "auditor")
    }
    assert found == {
        "hb.pm": ["admin", "hb.director", "hb.office", "hb.pm"],
        "hb.office": ["admin", "hb.director", "hb.office"],
        "district": ["admin", "district"],
        "auditor": [],
    }
    assert posts.may_substitute(town.deputy(), town.deputy_row().post) is False


def test_who_judges_answers_never_stands_in_for_who_gives_them(town):
    assert usernames(could_sit(seat(town, "hb.office").post)) == {"hb.director", "hb.station"}
    assert usernames(could_sit(seat(town, "hb.pm").post)) == {"hb.gov", "hb.ps", "hb.sl", "hb.rd", "hb.le", "hb.mr"}
    appoint(town.person("hb.station"), seat(town, "hb.le").post)
    assert usernames(could_sit(seat(town, "hb.office").post)) == {"hb.director"}


def test_a_substitution_begins_and_ends_by_itself(town, wednesday):
    opinion, day = town.opinion("transferred"), wednesday.date()
    post, stand_in = seat(town, "hb.office").post, town.person("hb.director")
    first, last = day + timedelta(days=1), day + timedelta(days=2)
    posts.name_substitute(post, person=stand_in, since=first, until=last, by=town.by("hb.office"))
    found = []
    for days in range(4):
        with clock.at(wednesday + timedelta(days=days)):
            keys = [option.key for option in options(stand_in, strong=True) if option.role == Role.OFFICE]
            found.append(len(keys))
    assert found == [0, 1, 1, 0]
    with clock.at(wednesday + timedelta(days=1)):
        actor = next(actor for actor in as_officials(stand_in) if actor.role == Role.OFFICE)
        assert [duty.number for duty in mine(actor)] == [opinion.number]
    assert Entry.objects.filter(step="name_substitute", number=str(post.pk)).count() == 1


def test_days_that_are_over_turned_round_or_taken_are_refused(town, wednesday):
    post, day, by = seat(town, "hb.office").post, wednesday.date(), town.by("hb.office")
    one, other = town.person("hb.director"), town.person("hb.station")
    for since, until in ((day - timedelta(days=1), day), (day + timedelta(days=2), day)):
        with pytest.raises(Wrong):
            posts.name_substitute(post, person=one, since=since, until=until, by=by)
    with pytest.raises(Wrong):
        posts.name_substitute(post, person=town.person("hb.pm"), since=day, until=day, by=by)
    with pytest.raises(NotYours):
        posts.name_substitute(post, person=one, since=day, until=day, by=town.by("hb.pm"))
    posts.name_substitute(post, person=one, since=day, until=day + timedelta(days=3), by=by)
    with pytest.raises(NotNow):
        posts.name_substitute(post, person=other, since=day + timedelta(days=3), until=day + timedelta(days=4), by=by)
    assert Substitution.objects.count() == 1


def test_a_substitution_ends_early(town, wednesday):
    day, by = wednesday.date(), town.by("hb.office")
    post, one = seat(town, "hb.office").post, town.person("hb.director")
    running = posts.name_substitute(post, person=one, since=day, until=day + timedelta(days=3), by=by)
    later = posts.name_substitute(post, person=one, since=day + timedelta(9), until=day + timedelta(10), by=by)
    with clock.at(wednesday + timedelta(days=1)):
        posts.recall(running, by=by)
        posts.recall(later, by=by)
        assert acts(town, "hb.director", Role.OFFICE) is False
    assert list(Substitution.objects.values_list("until", flat=True)) == [day]


def test_where_others_sit_too_nothing_needs_to_move(town):
    opinion, post = town.opinion("transferred"), seat(town, "hb.office").post
    appoint(town.person("hb.station"), post)
    leaving = seat(town, "hb.office")
    assert posts.left_by(leaving).count == 0
    assert posts.end(leaving, by=town.by("hb.director")) == 0
    assert (acts(town, "hb.office", Role.OFFICE), open_duty(opinion.key).unit) == (False, opinion.office)


def test_a_post_is_not_left_with_open_duties_and_nobody_on_it_unless_somebody_says_so(town):
    town.opinion("transferred")
    leaving = seat(town, "hb.office")
    assert posts.left_by(leaving).count == 1
    with pytest.raises(Wrong):
        posts.end(leaving, by=town.by("hb.director"))
    assert Appointment.objects.current().filter(pk=leaving.pk).exists()
    posts.end(leaving, then=posts.VACANT, by=town.by("hb.director"), note="人员调动")
    entry = Entry.objects.get(step="end_appointment")
    facts = entry.words.facts
    assert [facts[name] for name in ("then", "open", "moved", "said")] == ["vacant", 1, [], "人员调动"]
    assert Appointment.objects.current().filter(pk=leaving.pk).exists() is False


def test_a_successor_sits_down_in_the_same_act_and_finds_everything(town):
    opinion, leaving = town.opinion("transferred"), seat(town, "hb.office")
    with pytest.raises(Wrong):
        posts.end(leaving, then=posts.SUCCESSOR, person=town.person("hb.pm"), by=town.by("hb.director"))
    posts.end(leaving, then=posts.SUCCESSOR, person=town.person("hb.station"), by=town.by("admin"))
    office = next(actor for actor in as_officials(town.person("hb.station")) if actor.role == Role.OFFICE)
    assert [duty.number for duty in mine(office)] == [opinion.number]


def test_what_a_deputy_leaves_moves_to_another_deputy_who_can_act_on_it(town):
    first, second = town.deputy_row(i=1), town.deputy_row(i=2)
    opinion = town.report(deputy=first)
    leaving = seat(town, ("HB", 1))
    assert posts.ways(leaving, posts.left_by(leaving)) == ["move", "vacant"]
    assert posts.end(leaving, then=posts.MOVE, to=second.post, by=town.by("hb.director")) == 1
    opinion.refresh_from_db()
    assert (opinion.deputy_post, open_duty(opinion.key).post) == (second.post, second.post)
    assert [duty.number for duty in mine(town.deputy(i=2))] == [opinion.number]
    assert Entry.objects.get(step="end_appointment").words.facts["moved"] == [opinion.number]


def test_it_moves_only_to_where_somebody_sits(town):
    town.report(deputy=town.deputy_row())
    elsewhere = town.deputy_row("KX").post
    with pytest.raises(Wrong):
        posts.end(seat(town, ("HB", 1)), then=posts.MOVE, to=elsewhere, by=town.by("hb.director"))
    assert Appointment.objects.current().filter(pk=seat(town, ("HB", 1)).pk).exists()


def test_what_has_ended_does_not_end_again(town):
    leaving = seat(town, "hb.ps")
    posts.end(leaving, by=town.by("admin"))
    with pytest.raises(NotNow):
        posts.end(leaving, by=town.by("admin"))
    with pytest.raises(NotYours):
        posts.end(seat(town, "hb.pm"), by=town.by("hb.office"))
    assert Entry.objects.filter(step="end_appointment").count() == 1


# The pages.


def names(client, query=""):
    page = client.get(f"/desk/posts/{query}")
    return page.status_code, page.context["page_obj"].paginator.count


def test_everybody_finds_the_posts_in_their_reach(town, desk):
    town.opinion("transferred")
    found = {who: names(desk(who))[1] for who in ("hb.pm", "kx.pm", "hb.office", "hb.director")}
    assert (found["hb.pm"], found["kx.pm"], found["hb.office"] == found["hb.director"] > 10) == (1, 1, True)
    assert names(desk("admin"))[1] > 14 * 10
    assert names(desk("hb.office"), "?q=经办")[1] < found["hb.office"]
    line = next(s for s in desk("hb.office").get("/desk/posts/?q=人大办").context["seats"])
    assert (line.open, line.sitting) == (1, [town.person("hb.office").name])


def test_a_post_elsewhere_has_no_page(town, desk):
    pk = seat(town, "hb.office").post_id
    found = {
        who: desk(who).get(f"/desk/posts/{pk}/").status_code for who in ("hb.office", "hb.pm", "kx.director", "admin")
    }
    assert found == {"hb.office": 200, "hb.pm": 404, "kx.director": 404, "admin": 200}


def test_a_substitute_is_named_and_recalled_on_the_page_of_the_post(town, desk, wednesday):
    post, office = seat(town, "hb.office").post, desk("hb.office")
    day = wednesday.date()
    sent = {"person": town.person("hb.director").pk, "since": f"{day}", "until": f"{day - timedelta(days=3)}"}
    wrong = office.post(f"/desk/posts/{post.pk}/", sent)
    assert (wrong.status_code, f'value="{day}"' in wrong.text, Substitution.objects.count()) == (422, True, 0)
    done = office.post(f"/desk/posts/{post.pk}/", sent | {"until": f"{day + timedelta(days=3)}"})
    row = Substitution.objects.get()
    assert (done.status_code, town.person("hb.director").name in office.get(f"/desk/posts/{post.pk}/").text) == (
        302,
        True,
    )
    assert office.post(f"/desk/posts/{post.pk}/recall/{row.pk}/").status_code == 302
    row.refresh_from_db()
    assert row.until == day


def test_the_director_ends_an_appointment_and_must_say_what_becomes_of_what_is_open(town, desk):
    opinion = town.report(deputy=town.deputy_row())
    leaving, to = seat(town, ("HB", 1)), town.deputy_row(i=2).post
    director, path = desk("hb.director"), f"/desk/posts/{leaving.post_id}/end/{leaving.pk}/"
    assert (director.get(path).context["count"], director.post(path, {}).status_code) == (1, 422)
    assert director.post(path, {"then": "move"}).status_code == 422
    done = director.post(path, {"then": "move", "to": to.pk, "note": "任期届满"})
    opinion.refresh_from_db()
    assert (done.status_code, opinion.deputy_post) == (302, to)
    assert director.get(path).status_code == 404
    page = director.get(f"/desk/posts/{leaving.post_id}/").text
    assert [words in page for words in ("任职结束", "移交待办 1 件", "任期届满")] == [True] * 3
    assert desk("hb.office").get(f"/desk/posts/{to.pk}/end/{to.appointments.get().pk}/").status_code == 403


def test_each_row_of_the_inbox_leads_to_why_it_is_due_then(town, desk):
    duty = open_duty(town.opinion("transferred").key)
    office = desk("hb.office")
    assert f'href="/duties/{duty.pk}/"' in office.get("/desk/").text
    assert office.get(f"/duties/{duty.pk}/").status_code == 200
