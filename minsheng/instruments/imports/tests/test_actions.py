"""The command: what goes in, what doesn't, and what it says."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from openpyxl import Workbook, load_workbook

from minsheng.ground.duties.models import Duty
from minsheng.ground.journal.models import Entry
from minsheng.ground.notices.models import Message, Notice
from minsheng.ground.people.models import Contact, Person, Unit
from minsheng.ground.places.models import Tally
from minsheng.ground.places.queries import centre
from minsheng.instruments.imports.tests.conftest import GOOD, table
from minsheng.instruments.opinions import access, queries
from minsheng.instruments.opinions import actions as opinions
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing.models import Publication
from minsheng.kernel import clock

pytestmark = pytest.mark.django_db

NAIVE = datetime.fromisoformat("2019-02-28 11:25:05")
OTHER = ("2019/3/1 8:00:00", "河道异味", "河道有异味，请处理。")
BAD = ("昨天", "井盖", "井盖松动。")


def texts():
    return list(Opinion.objects.order_by("number").values_list("text", flat=True))


def test_good_rows_go_in_bad_ones_are_named_by_line_and_the_exit_code_says_so(take_in, file):
    code, said = take_in(file(GOOD, BAD, OTHER, headings=("time", "title", "text", "likes")))
    assert (code, said["imported"], said["existing"], said["unknown_columns"]) == (1, 2, 0, ["likes"])
    assert said["bad"] == [{"line": 3, "reason": "时间无法识别，请写成 2019-02-28 11:25"}]
    assert texts() == [GOOD[2], OTHER[2]]


def test_a_record_of_earlier_years_keeps_its_time_starts_no_clock_and_tells_nobody(town, take_in, file):
    assert take_in(file(GOOD), channel="paper")[0] == 0
    opinion = Opinion.objects.get()
    assert (opinion.made_at, opinion.heading) == (datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC), GOOD[1])
    assert (opinion.state, opinion.historical, opinion.channel) == ("transferred", True, "paper")
    assert (opinion.place, opinion.author, opinion.entered_at > opinion.made_at) == (town.street(), None, True)
    assert (Duty.objects.count(), Notice.objects.count(), Message.objects.count()) == (0, 0, 0)


def test_the_same_rows_add_nothing_however_often_and_by_whatever_name(take_in, file):
    assert take_in(file(GOOD, GOOD, OTHER))[1]["existing"] == 1
    code, said = take_in(file(GOOD, OTHER, name="copy.csv", encoding="gb18030"))
    assert (code, said["imported"], said["existing"], Opinion.objects.count()) == (0, 0, 2, 2)


def test_equal_rows_of_two_streets_both_go_in(take_in, file):
    assert take_in(file(GOOD), street="HB")[1]["imported"] == 1
    assert (
        take_in(file(GOOD), street="330102006")[1]["imported"] == Opinion.objects.exclude(place__initials="HB").count()
    )


def test_a_workbook_adds_nothing_to_what_its_csv_has_brought(take_in, file, tmp_path):
    take_in(file(GOOD))
    book = Workbook()
    book.active.append(("时间", "标题", "内容"))
    book.active.append((NAIVE, *GOOD[1:]))
    book.save(tmp_path / "2019.xlsx")
    assert take_in(tmp_path / "2019.xlsx")[1]["existing"] == 1


def test_numbers_have_no_gaps_whatever_was_bad_or_there_already(take_in, file):
    take_in(file(GOOD, BAD, GOOD))
    take_in(file(GOOD, BAD, OTHER))
    numbers = sorted(int(number[-6:]) for number in Opinion.objects.values_list("number", flat=True))
    assert (numbers, Tally.objects.get(series="SC-HB").last) == ([1, 2], 2)


@pytest.mark.parametrize(
    "content", [b"", b"time,title\n1,2\n", table(), b"\xff\xfe\x00", table(headings=("time", "title", "text", "text"))]
)
def test_a_file_that_can_not_be_read_or_lacks_a_column_changes_nothing(take_in, file, content):
    code, said = take_in(file(content))
    assert (code, said["imported"], bool(said["error"]), Opinion.objects.count()) == (2, 0, True, 0)


def test_an_unknown_street_or_station_changes_nothing(town, take_in, file):
    assert take_in(file(GOOD), street="XX")[0] == 2
    assert take_in(file(GOOD), station="nowhere")[0] == 2
    assert (Opinion.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_street_without_an_office_to_receive_them_changes_nothing(town, take_in, file):
    Unit.objects.filter(kind=Unit.Kind.CONGRESS_OFFICE, place=town.street()).update(kind=Unit.Kind.DEPARTMENT)
    code, said = take_in(file(GOOD))
    assert (code, "人大办还没有开通" in said["error"], Opinion.objects.count()) == (2, True, 0)


def test_a_dry_run_says_the_same_and_writes_nothing(take_in, file):
    rows = [(*GOOD, "19900000088"), (*BAD, ""), (*GOOD, "19900000088")]
    path, people = file(*rows, headings=("time", "title", "text", "contact_phone")), Person.objects.count()
    dry, wet = (take_in(path, dry_run=dry)[1] for dry in (True, False))
    assert [dry[name] for name in ("imported", "existing", "bad")] == [1, 1, wet["bad"]]
    assert [wet[name] for name in ("imported", "existing")] == [1, 1]
    assert (Opinion.objects.count(), Person.objects.count(), Entry.objects.filter(step="import").count()) == (
        1,
        people + 1,
        1,
    )


def test_whoever_left_a_number_is_the_author_and_a_pseudonym_is_nobody(town, take_in, file):
    headings = ("time", "title", "text", "contact_phone", "contact_name", "author")
    rows = [(*GOOD, "199 0000 0001", "", "A1"), (*OTHER, "19900000088", "方国安", "A2"), (*OTHER, "", "某人", "A3")]
    take_in(file(*rows, headings=headings))
    authors = [opinion.author for opinion in Opinion.objects.order_by("number").select_related("author")]
    assert [author and author.name for author in authors] == ["", "方国安", None]
    assert [Contact.objects.get(person=author).confirmed for author in authors[:2]] == [False, False]


def test_a_number_that_nobody_has_confirmed_does_not_lead_to_the_resident_who_has_it(town, take_in, file):
    take_in(file((*GOOD, "199 0000 0001"), headings=("time", "title", "text", "contact_phone")))
    assert (Opinion.objects.get().author_id == town.resident().person_id) is False


def test_one_number_is_one_person_for_each_name(take_in, file):
    headings = ("time", "title", "text", "contact_phone", "contact_name")
    rows = [(*GOOD[:2], f"内容{i}", "0571-87761234", name) for i, name in enumerate(("甲", "甲", "乙"))]
    before = Person.objects.count()
    take_in(file(*rows, headings=headings))
    assert Person.objects.count() == before + 2


def test_points_give_the_community_within_the_street_and_the_desk_that_is_for_it(town, take_in, file):
    here, there = (tuple(map(str, centre(town.community(initials)))) for initials in ("HB", "KX"))
    take_in(file((*GOOD, *here), (*OTHER, *there), headings=("time", "title", "text", "lon", "lat")))
    first, second = Opinion.objects.order_by("number")
    assert (first.community, second.community, second.place) == (town.community(), None, town.street())
    assert first.station == opinions.desks(opinions.Where(town.street(), town.community())).station


def test_a_run_is_one_entry_of_the_journal_with_counts_and_no_content(take_in, file):
    take_in(file(GOOD, BAD, OTHER, GOOD))
    entry = Entry.objects.select_related("words", "signature").get(step="import")
    facts = entry.words.facts
    assert (facts["file"], facts["imported"], facts["existing"], facts["bad"]) == ("2019.csv", 2, 1, 1)
    assert (entry.signature.kind, Entry.objects.filter(step="enter").count()) == ("import", 2)


def test_live_rows_are_registered_with_clocks_and_those_in_charge_are_told(town, take_in, file):
    take_in(file(GOOD), live=True)
    opinion = Opinion.objects.get()
    assert (opinion.state, opinion.historical) == ("transferred", False)
    assert Duty.objects.open().get(number=opinion.number).unit == opinion.office
    assert Notice.objects.filter(number=opinion.number, person=town.person("hb.office")).count() == 1


def test_the_clock_of_a_live_row_begins_at_its_registration(town, take_in, file):
    path = file((*GOOD, *map(str, centre(town.community()))), headings=("time", "title", "text", "lon", "lat"))
    with clock.at(datetime(2026, 9, 9, 2, 0, tzinfo=UTC)) as now:
        take_in(path, live=True)
    duty = Duty.objects.open().get()
    assert (duty.clock, duty.since, duty.due) == ("opinion.receive", now, now + timedelta(days=1))
    assert take_in(path, live=True)[1]["existing"] == 1


ACCUSING = ("2019/3/2 9:00:00", "举报科长受贿", "举报某科长收受贿赂、徇私枉法，请纪委查处。")
BY_TITLE = ("2019/3/3 9:00:00", "举报某科长收受贿赂、徇私枉法", "详见附件，请查处。")


def test_live_rows_that_accuse_somebody_are_held_as_at_the_counter_until_the_office_has_decided(town, take_in, file):
    headings, at = ("time", "title", "text", "lon", "lat"), map(str, centre(town.community()))
    point = tuple(at)
    rows = [(*row, *point) for row in (GOOD, ACCUSING, BY_TITLE)]
    assert take_in(file(*rows, headings=headings), live=True)[1]["imported"] == 3
    plain, *held = Opinion.objects.order_by("number")
    found = {(one.state, one.hidden, one.suspected, one.station_post is None) for one in held}
    assert (plain.hidden, plain.state, found) == (
        "no",
        "submitted",
        {("transferred", "provisional", "accusation", False)},
    )
    assert list(queries.confidential(town.by("hb.office")).order_by("number")) == held
    readers = {name for name, actor in town.actors().items() if access.sees(actor, held[0].number)}
    assert readers == {"office", "director"}
    told = Notice.objects.filter(number__in=[one.number for one in held]).values_list("person", flat=True)
    assert set(told) == {town.person("hb.office").pk}
    units = set(Duty.objects.open().filter(number__in=[one.number for one in held]).values_list("unit", flat=True))
    assert units == {plain.office_id}


def test_records_of_earlier_years_are_taken_over_as_they_are_and_no_import_makes_anything_public(town, take_in, file):
    assert take_in(file(GOOD, ACCUSING))[1]["imported"] == 2
    assert set(Opinion.objects.values_list("historical", "hidden", "suspected")) == {(True, "no", "")}
    assert take_in(file(OTHER, BY_TITLE), live=True)[1]["imported"] == 2
    assert Publication.objects.count() == 0


def test_what_went_in_is_found_by_words_of_title_text_and_address(town, take_in, file):
    take_in(file((*GOOD, "龙翔桥"), (*OTHER, ""), headings=("time", "title", "text", "address")))
    rows = queries.listed(town.by("hb.office"))
    found = {word: queries.found(rows, word).count() for word in ("请修", "龙翔桥", "异味", "地铁")}
    assert found == {"请修": 1, "龙翔桥": 1, "异味": 1, "地铁": 0}


def test_people_read_what_came_of_it_in_words(take_in, file, capsys):
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_opinions", str(file(GOOD, BAD)), street="HB", stdout=out)
    assert out.getvalue().splitlines()[0] == "第 3 行：时间无法识别，请写成 2019-02-28 11:25"
    assert out.getvalue().splitlines()[1].startswith("录入 1 件，1 行未录入。")


# Out again.


def export(tmp_path, kind):
    path = tmp_path / f"out.{kind}"
    call_command("export_opinions", format=kind, output=path)
    return path


def test_what_went_in_comes_out_again_the_same_in_every_format(take_in, file, tmp_path):
    odd = ("2019-03-02", "=1+1", '=HYPERLINK("x")\r\n 引号" ,\t；末尾 ')
    take_in(file(GOOD, odd))
    wanted = [("2019-02-28 11:25:05", *GOOD[1:]), ("2019-03-02 00:00:00", *odd[1:])]
    names = ("time", "title", "text")
    rows = json.loads(export(tmp_path, "json").read_text())
    assert [tuple(row[name] for name in names) for row in rows] == wanted
    assert [row["state"] for row in rows] == ["transferred"] * 2
    (head, *cells) = load_workbook(export(tmp_path, "xlsx")).active.iter_rows()
    places = [[cell.value for cell in head].index(name) for name in names]
    found = [tuple(row[place].value.replace("_x000D_", "\r") for place in places) for row in cells]
    assert [{cell.data_type for cell in row if cell.value} for row in cells] == [{"s"}] * 2
    assert [tuple(value.replace("\r\n", "\n") for value in row) for row in found] == [
        tuple(value.replace("\r\n", "\n") for value in row) for row in wanted
    ]
    assert take_in(export(tmp_path, "csv"))[1]["existing"] == 2


def test_an_export_holds_nothing_confidential_and_no_contact(town, take_in, file, tmp_path):
    take_in(file((*GOOD, "19900000088", "方国安"), headings=("time", "title", "text", "contact_phone", "contact_name")))
    town.hide(town.report("检举某人"))
    said = export(tmp_path, "csv").read_text()
    assert (said.count("SC-HB-"), said.count("检举"), said.count("19900000088"), said.count("方国安")) == (1, 0, 0, 0)
    assert Entry.objects.select_related("words").get(step="export").words.facts == {"form": "csv", "count": 1}
