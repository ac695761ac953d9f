"""Who is told what, and when a text message goes out."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as site

from minsheng.ground.links.models import Link
from minsheng.ground.notices import actions, queries
from minsheng.ground.notices.models import Message, Notice
from minsheng.ground.notices.tests import errands
from minsheng.ground.notices.tests.errands import TITLE, Errand
from minsheng.ground.people.actions import person_of
from minsheng.ground.people.actors import SYSTEM, Actor
from minsheng.ground.people.models import SignInCode
from minsheng.ground.policies.actions import decide
from minsheng.kernel import clock
from minsheng.kernel.errors import TooOften, Wrong

pytestmark = pytest.mark.django_db
NUMBER = "SC-HB-2026-000077"
KEY = ("errands.errand", NUMBER)
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=clock.ZONE)
NIGHT = datetime(2026, 12, 1, 23, 30, tzinfo=clock.ZONE)
PHONE = "19900000093"


class Broken:
    """A gateway that takes nothing."""

    def send(self, phone: str, text: str) -> None:
        raise ConnectionError(f"{phone} {text}")


@pytest.fixture(autouse=True)
def _place(settings, tmp_path, monkeypatch):
    """Messages land in a file of the test; the rule names the errand's step."""
    settings.DATA = tmp_path
    settings.SMS_BACKEND = "minsheng.ground.notices.sms.Console"
    settings.PUBLIC_ADDRESS = "https://errands.example"
    errands.installed(monkeypatch)
    Message.objects.all().delete()
    with clock.at(NOON - timedelta(days=1)):
        decide("notices.sms", ["errands.errand:send"], source="a test", by=SYSTEM)


@pytest.fixture
def resident():
    return person_of(PHONE)


def sent(tmp_path) -> list[list[str]]:
    log = tmp_path / "sms.log"
    return [line.split("\t") for line in log.read_text().splitlines()] if log.exists() else []


def tell(*people, step="send", at=NOON, **more) -> None:
    with clock.at(at):
        Errand.objects.get_or_create(number=NUMBER, defaults={"state": "sent", "district": "330102"})
        actions.tell([p.pk for p in people], matter=KEY, subject=KEY, step=step, district="330102", **more)


def test_telling_keeps_a_notice_for_everybody_once(resident):
    other = person_of("19900000094")
    tell(resident, other, resident)
    rows = Notice.objects.filter(number=NUMBER).order_by("person_id")
    assert [(r.person_id, r.official, r.matter_key, r.step, r.read_at) for r in rows] == [
        (resident.pk, False, KEY, "send", None),
        (other.pk, False, KEY, "send", None),
    ]


def test_a_message_says_number_and_step_and_has_a_link_but_no_word_of_the_matter(resident, tmp_path):
    tell(resident)
    with clock.at(NOON):
        assert actions.deliver() == 1
    [[moment, phone, text]] = sent(tmp_path)
    start = f"【{site.SITE_TITLE}】{NUMBER}：已经转交。查看：https://errands.example/l/"
    assert (moment, phone, text[: len(start)]) == ("2026-12-01 12:00:00", PHONE, start)
    assert TITLE not in text
    assert Link.objects.get(person=resident).number == NUMBER


def test_without_a_link_the_message_ends_after_the_sentence(resident, tmp_path):
    tell(resident, link=False)
    with clock.at(NOON):
        actions.deliver()
    assert [text for _, _, text in sent(tmp_path)] == [f"【{site.SITE_TITLE}】{NUMBER}：已经转交。"]


def test_neither_phone_nor_title_nor_token_lies_in_the_tables(resident):
    tell(resident)
    with clock.at(NOON):
        actions.deliver()
    told = str([*Notice.objects.filter(number=NUMBER).values(), *Message.objects.values()])
    assert [word for word in (PHONE, TITLE, "https://") if word in told] == []


def test_only_steps_that_the_rule_names_are_told_by_message(resident):
    tell(resident, step="chat")
    assert (Notice.objects.filter(number=NUMBER).count(), Message.objects.count()) == (1, 0)


def test_nothing_is_sent_at_night_but_in_the_morning(resident):
    tell(resident, at=NIGHT)
    with clock.at(NIGHT + timedelta(hours=8)):
        assert actions.deliver() == 0
    with clock.at(datetime(2026, 12, 2, 8, 0, tzinfo=clock.ZONE)):
        assert actions.deliver() == 1


@pytest.mark.parametrize(
    ("moment", "sent_at"),
    [
        ("2026-12-01 20:59", "2026-12-01 20:59"),
        ("2026-12-01 21:00", "2026-12-02 08:00"),
        ("2026-12-02 03:10", "2026-12-02 08:00"),
        ("2026-12-02 07:59", "2026-12-02 08:00"),
        ("2026-12-02 08:00", "2026-12-02 08:00"),
    ],
)
def test_the_night_ends_in_the_morning_of_china(moment, sent_at):
    def local(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=clock.ZONE)

    assert actions.morning(local(moment).astimezone(UTC), {"from": "21:00", "to": "08:00"}) == local(sent_at)


def test_a_quiet_time_within_one_day_ends_on_that_day():
    rule = {"from": "12:00", "to": "14:00"}
    assert actions.morning(NOON, rule) == NOON + timedelta(hours=2)
    assert actions.morning(NIGHT, rule) == NIGHT


def test_who_wants_no_messages_gets_none_and_who_minds_no_night_gets_them_at_once(resident):
    owl, silent = person_of("19900000095"), person_of("19900000096")
    actions.prefer(owl.pk, sms=True, quiet=False)
    actions.prefer(silent.pk, sms=False, quiet=True)
    tell(resident, owl, silent, at=NIGHT)
    assert list(Message.objects.filter(send_after__lte=NIGHT).values_list("person", flat=True)) == [owl.pk]
    assert Message.objects.filter(person=silent).count() == 0
    assert Notice.objects.filter(person=silent).count() == 1


def test_a_gateway_that_fails_is_asked_again_ever_later_and_given_up_in_the_end(resident, settings, caplog):
    settings.SMS_BACKEND = f"{__name__}.Broken"
    tell(resident)
    waits, moment = [], NOON
    while Message.objects.get().failed is False:
        with clock.at(moment), caplog.at_level(logging.INFO):
            actions.deliver()
        message = Message.objects.get()
        waits.append(int((message.send_after - moment).total_seconds() // 60))
        moment = message.send_after
    assert (waits[:7], message.tries) == ([1, 2, 4, 8, 16, 32, 64], 8)
    assert Link.objects.filter(person=resident).count() == 0
    assert [r.getMessage() for r in caplog.records] == ["a text message could not be sent"] * 8


def test_one_message_that_cannot_be_sent_does_not_hold_up_the_next(resident, tmp_path):
    gone = person_of("19900000097")
    tell(gone, resident)
    gone.contact.delete()
    with clock.at(NOON):
        assert actions.deliver() == 1
    assert [phone for _, phone, _ in sent(tmp_path)] == [PHONE]
    assert Message.objects.get(person=gone).failed is True


def test_old_news_is_not_sent_any_more(resident, tmp_path):
    tell(resident)
    with clock.at(NOON + timedelta(days=2)):
        assert actions.deliver() == 0
    assert sent(tmp_path) == []
    assert Message.objects.get().failed is True


def test_a_code_is_sent_at_once_at_night_too_and_then_forgotten(tmp_path):
    with clock.at(NIGHT):
        actions.send_code("+86 199-0000-0093", "10.0.0.1")
    [[_, phone, text]] = sent(tmp_path)
    message = Message.objects.get()
    assert (phone, text[: len(site.SITE_TITLE) + 6]) == (PHONE, f"【{site.SITE_TITLE}】验证码 ")
    assert (message.sent_at, message.phone, message.text) == (NIGHT, "", "")


def test_the_log_of_messages_is_for_the_owner_of_the_data_only(tmp_path):
    with clock.at(NOON):
        actions.send_code(PHONE, "10.0.0.1")
    assert (tmp_path / "sms.log").stat().st_mode & 0o777 == 0o600


def test_a_code_that_could_not_be_sent_goes_out_with_the_worker_while_it_is_valid(settings, tmp_path):
    settings.SMS_BACKEND = f"{__name__}.Broken"
    with clock.at(NIGHT):
        actions.send_code(PHONE, "10.0.0.1")
        actions.send_code("19900000098", "10.0.0.1")
    settings.SMS_BACKEND = "minsheng.ground.notices.sms.Console"
    Message.objects.filter(phone="19900000098").update(send_after=NIGHT + timedelta(minutes=6))
    with clock.at(NIGHT + timedelta(minutes=2)):
        assert actions.deliver() == 1
    with clock.at(NIGHT + timedelta(minutes=6)):
        assert actions.deliver() == 0
    assert [phone for _, phone, _ in sent(tmp_path)] == [PHONE]
    assert set(Message.objects.values_list("phone", "text")) == {("", "")}


def test_a_phone_gets_five_codes_an_hour_and_an_address_twenty():
    with clock.at(NOON):
        for _turn in range(5):
            actions.send_code(PHONE, "10.0.0.1")
        with pytest.raises(TooOften):
            actions.send_code(PHONE, "10.0.0.2")
        for last in range(15):
            actions.send_code(f"199000000{last + 10}", "10.0.0.1")
        with pytest.raises(TooOften):
            actions.send_code("19900000030", "10.0.0.1")
    with clock.at(NOON + timedelta(minutes=61)):
        actions.send_code(PHONE, "10.0.0.1")


def test_no_code_is_made_for_what_is_no_mobile_number():
    before = SignInCode.objects.count()
    with pytest.raises(Wrong):
        actions.send_code("0571 8888 0000", "10.0.0.1")
    assert SignInCode.objects.count() == before


def test_reading_one_matter_leaves_the_others_unread(resident):
    tell(resident)
    actor = Actor(kind="person", role="resident", person_id=resident.pk)
    with clock.at(NOON):
        actions.tell([resident.pk], matter=("x.y", "2"), subject=("x.y", "2"), step="send", district="330102")
    assert queries.unread(actor) == 2
    assert actions.mark_read(actor, KEY) == 1
    assert queries.unread(actor) == 1
    assert actions.mark_read(actor) == 1
    assert queries.unread(actor) == 0


def test_old_messages_and_read_notices_are_forgotten_but_unread_ones_stay(resident):
    tell(resident)
    tell(resident)
    Notice.objects.filter(pk=Notice.objects.filter(number=NUMBER).earliest("pk").pk).update(read_at=NOON)
    with clock.at(NOON + timedelta(days=181)):
        actions.forget()
    assert (Message.objects.count(), Notice.objects.filter(number=NUMBER).count()) == (0, 1)
