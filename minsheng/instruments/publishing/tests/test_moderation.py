"""What becomes public is looked at first, kept in versions, and can be complained of."""

import pytest

from minsheng.ground.duties.models import Duty
from minsheng.ground.files.queries import of as photos_of
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.models import Notice
from minsheng.ground.people.actors import NOBODY
from minsheng.ground.policies.queries import due
from minsheng.instruments.publishing import access, actions, queries
from minsheng.instruments.publishing.models import Publication, Takedown, Version
from minsheng.kernel.errors import NotNow

pytestmark = pytest.mark.django_db

PHONE = "19900000007"


@pytest.fixture
def shown(town):
    """An opinion that is public, with whatever text."""

    def show(text="灌木枯死了，请补种。", state="triaged", **more):
        opinion = town.opinion(state, text=f"灌木枯死了，请补种。我住3幢2单元501室，电话{PHONE}")
        town.publish(opinion, actions.Copy("灌木枯死", text, **more))
        return opinion

    return show


def asked(opinion, by=NOBODY, what="private", reason="这里写了我家的电话"):
    return actions.ask_removal(opinion.key, what=what, reason=reason, by=by)


def acts(opinion):
    rows = Version.objects.filter(publication__number=opinion.number).order_by("n")
    return [(row.act, row.title, row.text) for row in rows]


def test_every_change_of_the_public_copy_keeps_a_version(town, shown):
    opinion = shown()
    town.publish(opinion, actions.Copy("灌木枯死一片", "请补种灌木。"))
    town.unpublish(opinion, note="再核实")
    town.publish(opinion, actions.Copy("灌木枯死", "请补种。"))
    assert acts(opinion) == [
        ("shown", "灌木枯死", "灌木枯死了，请补种。"),
        ("shown", "灌木枯死一片", "请补种灌木。"),
        ("taken_off", "", ""),
        ("shown", "灌木枯死", "请补种。"),
    ]
    changes = queries.history(opinion.key)
    assert [(change.version.n, change.desk) for change in changes] == [(n, "湖滨街道人大办") for n in (4, 3, 2, 1)]


def test_a_comparison_says_what_stayed_what_went_and_what_came():
    assert queries.compared("请补种灌木。", "请尽快补种。") == [
        ("same", "请"),
        ("new", "尽快"),
        ("same", "补种"),
        ("gone", "灌木"),
        ("same", "。"),
    ]
    assert queries.compared("", "新的") == [("new", "新的")]
    assert queries.compared("旧的", "") == []


def test_the_photos_of_versions_stay_for_those_readers_and_are_seen_by_no_one_of_the_public(town, photo, client):
    opinion = town.opinion("triaged")
    taken = photo("teal", number=opinion.number)
    town.publish(opinion, actions.Copy("灌木", "请补种。", photos=[taken]))
    town.unpublish(opinion)
    kept = photos_of(Version.KIND, f"{opinion.number}.1")
    seen = {name for name, actor in town.actors().items() if access.sees_version(actor, kept[0].number)}
    assert seen == {"office", "director", "district", "auditor"}
    assert [photo.sha256 for photo in kept] == [taken.sha256]
    assert client.get(f"/files/{kept[0].pk}/").status_code == 404


def test_what_was_left_out_is_told_by_kind_and_never_by_word(client, shown):
    opinion = shown("灌木枯死了，请补种。")
    row = Publication.objects.get(number=opinion.number)
    assert row.left_out == "phone door words"
    text = client.get(f"/public/{opinion.number}/").content.decode()
    assert ["电话号码、门牌号、部分文字" in text, "只公开经审核的副本" in text, PHONE in text, "501" in text] == [
        True,
        True,
        False,
        False,
    ]


def test_a_copy_of_the_whole_text_is_without_nothing(town):
    opinion = town.opinion("triaged", text="路灯不亮。")
    town.publish(opinion, actions.Copy("路灯不亮", "路灯不亮。"))
    assert Publication.objects.get(number=opinion.number).left_out == ""


# Asking to take it off.


def test_anyone_asks_and_it_is_the_offices_turn_for_one_working_day(town, shown):
    opinion = shown()
    takedown = asked(opinion)
    duty = Duty.objects.get(number=takedown.number, closed_at=None)
    entry = Entry.objects.get(number=takedown.number)
    assert (duty.unit, duty.due) == (
        opinion.office,
        due("publishing.takedown", place_id=opinion.place_id, at=entry.at).at,
    )
    assert [takedown.number, takedown.state, takedown.provisional] == [f"{opinion.number}-T1", "asked", False]
    assert queries.is_public(opinion.key) is True


def test_what_is_taken_down_is_gone_at_once_and_the_one_who_asked_reads_why(town, shown, client):
    opinion = shown()
    takedown = asked(opinion, by=town.resident(2))
    actions.take_down(takedown, note="已撤下，谢谢提醒", by=town.by("hb.office"))
    assert client.get(f"/public/{opinion.number}/").status_code == 404
    assert [row[0] for row in acts(opinion)] == ["shown", "taken_off"]
    text = client.get(queries.answer_page(takedown.number)).content.decode()
    assert ["已撤下，谢谢提醒" in text, "已撤下" in text] == [True, True]
    told = Notice.objects.filter(person=town.resident(2).person_id, official=False).values_list("step", flat=True)
    assert list(told) == ["take_down"]


def test_what_stays_public_stays_and_the_reason_is_read_by_the_code(town, shown, client):
    opinion = shown()
    takedown = asked(opinion)
    actions.keep_public(takedown, note="文中没有您说的电话", by=town.by("hb.office"))
    text = client.get(queries.answer_page(takedown.number)).content.decode()
    assert [queries.is_public(opinion.key), "文中没有您说的电话" in text, "12345" in text] == [True, True, True]


def test_a_copy_with_a_phone_in_it_is_seen_by_nobody_from_the_first_request_on(town, shown, client, photo):
    opinion = shown(f"请打电话{PHONE}找我。", photos=[photo("teal")])
    image = queries.page(opinion.key)["before"][0]["url"]
    takedown = asked(opinion)
    pages = [f"/public/{opinion.number}/", image]
    assert takedown.provisional is True
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert opinion.number not in client.get("/public/").content.decode()
    actions.keep_public(takedown, note="这是物业的公开电话", by=town.by("hb.office"))
    assert [client.get(page).status_code for page in pages] == [200, 200]
    assert [row[0] for row in acts(opinion)] == ["shown", "suspended", "restored"]
    assert Takedown.objects.get(pk=takedown.pk).state == "kept"


def test_what_the_office_left_public_is_not_taken_off_by_a_second_request_for_the_same(town, shown):
    opinion = shown(f"请打电话{PHONE}找我。")
    office = town.by("hb.office")
    first = asked(opinion)
    actions.keep_public(first, note="公开电话", by=office)
    version = queries.latest(opinion.key).versions.last().n
    again = asked(opinion)
    assert (version, again.provisional) == (3, False)


def test_while_it_is_off_the_copy_keeps_up_with_its_matter(town, shown):
    opinion = shown(f"请打电话{PHONE}找我。")
    takedown = asked(opinion)
    town._to_sent(opinion, "hb")
    town._to_accepted(opinion, "hb")
    town._to_answered_by_unit(opinion, "hb")
    town._to_answered(opinion, "hb")
    actions.keep_public(takedown, note="公开电话", by=town.by("hb.office"))
    assert queries.of(opinion.key).stage == "answered"


def test_what_goes_off_for_another_reason_settles_all_requests(town, shown):
    opinion = shown()
    first, second = asked(opinion), asked(opinion, by=town.resident(2))
    town.hide(opinion)
    states = list(Takedown.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["taken_down", "taken_down"]
    assert Duty.objects.filter(number__in=[first.number, second.number], closed_at=None).count() == 0


def test_what_was_never_public_can_not_be_asked_about(town):
    with pytest.raises(NotNow):
        asked(town.opinion("triaged"))
    assert Takedown.objects.count() == 0


def test_the_journal_holds_no_word_of_a_request(shown):
    takedown = asked(shown(), reason="我是王大明")
    row = Entry.objects.select_related("words").get(number=takedown.number)
    assert [row.step, row.words.facts, row.words.note] == ["ask_removal", {"what": "private"}, ""]
