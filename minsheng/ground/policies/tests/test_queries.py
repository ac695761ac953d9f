from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from minsheng.ground.people.actors import SYSTEM
from minsheng.ground.places.models import Place
from minsheng.ground.policies import actions, queries, words
from minsheng.ground.policies.models import Category, Policy
from minsheng.kernel import clock
from minsheng.kernel.clock import ZONE, Due

pytestmark = pytest.mark.django_db

SUBMITTED = datetime(2026, 11, 13, 17, 50, tzinfo=ZONE)  # a Friday, after closing
ACCEPTED = datetime(2026, 11, 16, 9, 12, tzinfo=ZONE)  # the Monday after
WHISTLE = "dispatch.answer.whistle"
HARDER = ("whistle", "difficult", "again")


def place(code):
    return Place.objects.current().get(code=code)


def decided(key, value, valid_from, where=None):
    """A decision as another process would have left it: only the row."""
    start = datetime(*valid_from, tzinfo=ZONE)
    return Policy.objects.create(
        key=key, value=value, place=where, valid_from=start, source="a test", decided_at=start
    )  # fmt: skip


def days(amount, unit="working_days", start="accept"):
    return {"amount": amount, "unit": unit, "from": start}


def test_every_rule_that_the_house_uses_has_a_value_a_source_and_words():
    rules = [policy for policy in queries.policies() if policy.key != "town.demo"]
    assert {policy.key: policy.value for policy in rules} == {
        "calendar.hours": {"from": "08:30", "to": "17:30"},
        "opinion.receive": days(24, "hours", "submit"),
        "opinion.triage": days(1, start="transfer"),
        "opinion.dispatch": days(1, start="triage"),
        "opinion.rate": days(7, "days", "answer"),
        "opinion.callback": days(1, "days", "rate"),
        "opinion.callback_sample": days(5, start="rate"),
        "opinion.callback_decision": days(1, start="call_back"),
        "opinion.quick": days(72, "hours", "submit"),
        "opinion.sample": {"percent": 0},  # in tests nobody is drawn, see tests.databases
        "opinion.ask": {"after": 90, "within": 30},
        "opinion.supporters": {"unsolved": 3, "within": 90},
        "opinion.cluster": {"count": 5, "days": 30},
        "opinion.trackers": {"least": 2, "most": 3, "urge_days": 3},
        "opinion.nearby": {"metres": 300, "days": 90, "most": 3},
        "handover.answer": days(5, start="offer"),
        "opinion.text": {"min": 4, "max": 2000},
        "opinion.limits": {"per_phone_day": 20, "per_address_hour": 60},
        "opinion.public": {
            "text": True, "photos": True, "place": "street", "category": True, "answer": True, "name": False
        },
        "dispatch.accept": days(4, "working_hours", "issue"),
        "dispatch.answer.simple": days(1),
        "dispatch.answer.whistle": days(3),
        "dispatch.answer.difficult": days(5),
        "dispatch.answer.again": days(15, "days", "reopen"),
        "dispatch.redirect": days(4, "working_hours", "send_back"),
        "dispatch.check": days(1, start="answer"),
        "dispatch.returns": {"joint_at": 3},
        "dispatch.return_reasons": queries.value("dispatch.return_reasons"),
        "dispatch.joint": days(2, start="dispute"),
        "dispatch.extension": days(4, "working_hours", "ask"),
        "dispatch.extension_before.simple": {"amount": 4, "unit": "working_hours"},
        **{f"dispatch.extension_before.{pace}": {"amount": 1, "unit": "working_days"} for pace in HARDER},
        "dispatch.extensions": {"simple": 1, "whistle": 1, "difficult": 2, "again": 1},
        "duty.lamps": {"amber": 75},
        "duty.upward": days(1, start="late"),
        "duty.above": {
            "department": "parent", "street_office": "street_committee", "congress_office": "street_committee",
            "street_committee": "district_desk", "district_body": "parent",
        },
        "duty.digest": {"from": "08:30", "to": "12:00"},
        "escalation.direct": days(3, start="escalate"),
        "escalation.rules": {
            "times": 1, "overdue": 1, "twice_unhappy": 1, "cluster": 1, "joint": 1, "cross_district": 2,
        },
        "task.sign": days(1, start="issue"),
        "task.plan": days(3, start="sign"),
        "task.accept": days(3, start="submit"),
        "task.again": days(3, start="hand_back"),
        "task.returns": {"most": 2},
        "task.archive": days(5),
        "task.merge": days(5, start="gather"),
        "phrases": queries.value("phrases"),
        "signin.code": {"ttl_minutes": 5, "per_phone_hour": 5, "per_address_hour": 20, "tries": 5},
        "signin.password": {"per_account_hour": 10, "per_address_hour": 60},
        "survey.small": {"counts": 3, "shares": 5},
        "files.documents": {"count": 9, "bytes": 15 * 1024 * 1024},
        "files.photos": {"count": 9, "bytes": 15 * 1024 * 1024, "pixels": 60_000_000, "png_pixels": 25_000_000},
        "files.uploads": {"per_address_hour": 120},
        "notices.sms": [
            *(f"opinions.opinion:{step}" for step in ("dispatch", "decline", "promise", "conclude", "reopen", "ask")),
            "publishing.takedown:take_down",
            "publishing.takedown:keep_public",
        ],
        "notices.quiet": {"from": "21:00", "to": "08:00"},
        "link.life": {"days": 180},
        "codes.limits": {"wrong_per_address_hour": 30, "receipts_per_address_hour": 60},
        "activities.checkin": {"seconds": 30, "slots": 1, "stay_minutes": 15, "wrong_per_hour": 10},
        "gateway.four_platforms": {"mode": "desk", "connection": "", "street_desk": True, "departments": True},
        "gateway.retry": {"minutes": 1, "most_minutes": 240, "attempts": 12},
        "gateway.replies": {"per_minute": 300, "wrong_per_address_hour": 60, "window_minutes": 5, "megabytes": 12},
        "council.term": {"since": "2022-02-01", "years": 5},
        "council.conditions": {
            "zh": "年满 18 周岁，在本街道居住或工作满一年，愿意听取和反映居民意见，本人同意被推荐。",
            "en": "At least 18 years old, living or working in the subdistrict for a year, willing to listen to "
            "residents and to speak for them, and in agreement with being recommended.",
        },
        "council.residents": {"least": 10},
        "council.vet": days(5, start="recommend"),
        "council.announce": days(5, start="vet"),
        "council.notice": days(5, start="announce"),
        "council.appoint": days(5, start="notice"),
        "council.first_meeting": days(3, "months", "year"),
        "council.invite": {"days": 7},
        "council.quorum": {"share": "1/2"},
        "council.minutes": days(5, start="hold"),
        "council.confirm": days(3, start="draft"),
        "publishing.takedown": {"amount": 1, "unit": "working_days", "from": "ask_removal"},
        "publishing.limits": {"per_address_hour": 10, "per_phone_day": 10},
        "imports.limits": {"megabytes": 20, "rows": 100_000, "days": 7},
        "insights.satisfaction": queries.value("insights.satisfaction"),
        "insights.small": {"least": 10},
        "insights.days": [3, 5, 15],
        "site.organiser": queries.value("site.organiser"),
        "site.filing": {"icp": "", "police": ""},
    }  # fmt: skip
    assert [policy.key for policy in rules if not policy.source] == []
    assert {policy.key for policy in rules} | {"town.demo"} == set(words.LABELS)


def test_nothing_is_confirmed_that_the_customer_has_not_confirmed():
    assert {policy.confirmed for policy in queries.policies() if policy.key != "town.demo"} == {False}
    assert set(Category.objects.values_list("confirmed", flat=True)) == {False}


def test_a_rule_that_nobody_wrote_down_is_a_bug_and_says_so():
    with pytest.raises(LookupError, match=r"no policy for 'opinion\.patience'"):
        queries.value("opinion.patience")


def test_the_nearest_place_that_decided_wins():
    hubin, caihe = place("330102003"), place("330102012")
    district = place("330102")
    decided("opinion.text", {"min": 5, "max": 2000}, (2026, 1, 1), district)
    decided("opinion.text", {"min": 6, "max": 2000}, (2026, 1, 1), hubin)

    def least(where):
        return queries.value("opinion.text", place_id=where and where.pk, at=ACCEPTED)["min"]

    assert [least(where) for where in (None, district, caihe, hubin)] == [4, 5, 5, 6]


def test_the_value_that_holds_is_the_one_of_the_moment():
    decided(WHISTLE, days(4), (2026, 11, 14))
    assert queries.value(WHISTLE, at=SUBMITTED)["amount"] == 3
    assert queries.value(WHISTLE, at=ACCEPTED)["amount"] == 4
    with clock.at(SUBMITTED):
        assert queries.value(WHISTLE)["amount"] == 3
        later = [policy for policy in queries.decided_later() if policy.key != "town.demo"]
        assert [(policy.key, policy.value["amount"]) for policy in later] == [(WHISTLE, 4)]
    assert [policy.value["amount"] for policy in queries.policies(ACCEPTED) if policy.key == WHISTLE] == [4]


def test_a_decision_of_another_process_is_seen_at_the_next_question():
    assert queries.value("link.life")["days"] == 180
    decided("link.life", {"days": 90}, (2026, 1, 1))
    assert queries.value("link.life", at=ACCEPTED)["days"] == 90


def test_a_question_costs_one_query_once_the_rules_are_read(django_assert_num_queries):
    hubin = place("330102003").pk
    queries.due(WHISTLE, place_id=hubin, at=ACCEPTED)
    with django_assert_num_queries(1):
        queries.due(WHISTLE, place_id=hubin, at=ACCEPTED)
    with django_assert_num_queries(1):
        queries.value("opinion.text", place_id=hubin)


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        (days(3, "working_days", "accept"), datetime(2026, 11, 19, 17, 30, tzinfo=ZONE)),
        (days(3, "working_days", "submit"), datetime(2026, 11, 18, 17, 30, tzinfo=ZONE)),
        (days(3, "days", "accept"), datetime(2026, 11, 19, 9, 12, tzinfo=ZONE)),
        (days(3, "days", "submit"), datetime(2026, 11, 16, 17, 50, tzinfo=ZONE)),
    ],
)
def test_both_the_kind_of_day_and_the_start_of_the_clock_are_decided_by_the_rule(rule, due):
    """Submitted on a Friday at 17:50, accepted on Monday: all four combinations (golden vector 10)."""
    decided(WHISTLE, rule, (2026, 1, 1))
    assert queries.due(WHISTLE, at=ACCEPTED, since={"submit": SUBMITTED}) == Due(due)


def test_an_enterprise_matter_of_several_units_is_due_on_thursday_at_closing_by_default():
    assert queries.due(WHISTLE, at=ACCEPTED) == Due(datetime(2026, 11, 19, 17, 30, tzinfo=ZONE))


def test_a_petition_objection_counts_the_sunday_worked_before_the_national_day_of_2026():
    decided("dispatch.check", days(5, start="answer"), (2026, 1, 1))
    thursday = datetime(2026, 9, 17, 14, 0, tzinfo=ZONE)
    assert queries.due("dispatch.check", at=thursday) == Due(datetime(2026, 9, 23, 17, 30, tzinfo=ZONE))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 2, 9), True),
        (date(2024, 2, 10), False),
        (date(2024, 2, 18), True),
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
        (date(2026, 2, 14), True),
        (date(2026, 10, 7), False),
        (date(2026, 11, 14), False),
        (date(2026, 11, 16), True),
    ],
)
def test_the_calendar_knows_holidays_and_weekends_worked_in_exchange(day, worked):
    assert queries.calendar().is_workday(day) == worked


def test_a_deadline_in_a_year_without_a_calendar_is_provisional_until_the_year_is_imported():
    new_year_eve = datetime(2026, 12, 31, 10, 0, tzinfo=ZONE)
    assert queries.due("opinion.triage", at=new_year_eve) == Due(
        datetime(2027, 1, 1, 17, 30, tzinfo=ZONE), provisional=True
    )
    actions.load_calendar(2027, [(date(2027, 1, 1), False, "a holiday")], source="a notice")
    assert queries.due("opinion.triage", at=new_year_eve) == Due(datetime(2027, 1, 4, 17, 30, tzinfo=ZONE))


def test_office_hours_are_a_rule_of_the_place():
    caihe = place("330102012")
    decided("calendar.hours", {"from": "09:00", "to": "17:00"}, (2026, 1, 1), caihe)
    assert queries.due("opinion.triage", place_id=caihe.pk, at=ACCEPTED).at.hour == 17
    assert queries.due("dispatch.accept", place_id=caihe.pk, at=SUBMITTED).at == datetime(
        2026, 11, 16, 13, 0, tzinfo=ZONE
    )
    assert queries.due("dispatch.accept", at=SUBMITTED).at == datetime(2026, 11, 16, 12, 30, tzinfo=ZONE)


def test_the_taxonomy_has_twelve_categories_and_seventy_three_below_them(django_assert_num_queries):
    with django_assert_num_queries(1):
        tree = queries.categories()
    assert len(tree) == 12
    assert sum(len(below) for _, below in tree) == 73
    assert [top.code for top, _ in tree] == [f"{number:02d}" for number in range(1, 13)]
    assert [category.code for _, below in tree for category in below if not category.tier] == []


def test_a_category_is_found_by_its_code_in_both_languages(settings):
    from django.utils import translation

    greening = queries.category("01.05")
    assert (greening.name, greening.name_en, greening.tier) == ("园林绿化", "Greening", "simple")
    assert greening.parent.name == "城市管理"
    assert "枯死" in greening.words
    with translation.override("en"):
        assert str(greening) == "Greening"
    with translation.override("zh-hans"):
        assert str(greening) == "园林绿化"


def test_a_category_holds_from_a_day_to_a_day():
    Category.objects.filter(code="12.06").update(valid_to=date(2026, 12, 1))
    assert queries.category("12.06", date(2026, 11, 30)).name == "其他"
    with pytest.raises(Category.DoesNotExist):
        queries.category("12.06", date(2026, 12, 1))
    assert len(queries.categories(date(2026, 12, 1))[-1][1]) == 5


def test_a_rule_is_explained_in_short():
    from django.utils import translation

    source = queries.policy(WHISTLE).source
    with translation.override("en"):
        assert queries.explain(WHISTLE) == f"3 working days from acceptance; source: {source}; to be confirmed"
        assert words.says(queries.value("files.photos")) == (
            "size of a photo: 15.0\xa0MB; number: 9; pixels of a photo: 60000000; "
            "pixels of a PNG or WebP photo: 25000000"
        )
        assert words.says(queries.value("site.filing")) == (
            "ICP filing: not given yet; public security filing: not given yet"
        )
        assert words.says(days(3, "months", "")) == "3 calendar months"


def test_data_is_demo_only_when_it_was_marked_so_whatever_the_clock_says():
    actions.decide("town.demo", False, source="a real town", by=SYSTEM)
    assert queries.is_demo() is False
    actions.decide("town.demo", True, source="the demo town", by=SYSTEM)
    with clock.at(datetime(2020, 6, 1, tzinfo=UTC)):
        assert queries.is_demo() is True


def test_texts_of_rules_are_said_in_the_language_spoken():
    reasons = queries.value("dispatch.return_reasons")
    with override("en"):
        english = words.says(reasons)
    with override("zh-hans"):
        chinese = words.says(reasons)
    assert english.startswith("Not this unit's duty; ")
    assert chinese.startswith("不属于本单位职责")


def test_categories_that_are_seen_on_the_spot_are_marked(db):
    marked = set(Category.objects.filter(on_site=True).values_list("code", flat=True))
    assert (len(marked), {"01.04", "01.05", "09.02"} <= marked, "06.02" in marked) == (20, True, False)
