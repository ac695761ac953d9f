"""Whatever is killed between two steps, and whenever it is: what was acknowledged is there, and no duty is missing."""

import io
import re
import signal
import sys
import threading
import time
import uuid
from contextlib import contextmanager
from itertools import cycle

import pytest
from django.db import connections
from django.test import override_settings
from PIL import Image
from psycopg.conninfo import conninfo_to_dict

from tests import databases
from tests.robust.serving import Browser, alive, served
from tests.robust.sound import problems

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")

ANN, BO = "19900000001", "19900000002"
COMMUNITY = "330102003901"  # 岳王路, where a deputy sits
SENDINGS, PAUSE = 12, 1.0
JOURNAL = [
    ("", "submit"),
    ("", "receive"),
    ("", "transfer"),
    ("", "triage"),
    ("", "dispatch"),
    ("-1", "issue"),
    ("-1", "accept"),
    ("-1", "answer"),
    ("-1", "approve"),
    ("", "conclude"),
    ("", "rate"),
    ("", "call_back"),
    ("", "close"),
]


def photo():
    target = io.BytesIO()
    Image.new("RGB", (800, 600), "darkgreen").save(target, "JPEG")
    return target.getvalue()


def test_whatever_is_killed_between_two_steps_every_acknowledged_step_is_there(template_database, django_db_blocker):
    with served(template_database) as house:
        house.start()
        story, sender = Story(house), Sender(house, by_code(house, BO))
        victims = cycle(("web_worker", "job_worker", "database"))
        sender.start()
        for step in story.steps():
            step()
            house.kill(next(victims))
            house.await_well()
        sender.finish()

        check(house, story, sender, django_db_blocker)

        parts = house.kill_itself()
        house.start()
        assert [pid for pid in parts if alive(pid)] == []
        check(house, story, sender, django_db_blocker)

        assert house.stop(signal.SIGINT) == 0


def check(house, story, sender, blocker):
    """All that was acknowledged is there, once; nothing is half-written; it is somebody's turn everywhere."""
    sent = house.ask("select number from opinions_opinion where text like %s order by number", "路灯%")
    assert (sent, len(sent)) == (sorted(sender.acknowledged), sender.begun)
    assert told(house, story.number) == JOURNAL
    assert house.ask("select state from opinions_opinion where number = %s", story.number) == ["closed"]
    photos = house.ask("select role from files_file where number like %s order by role", f"{story.number}%")
    assert photos == ["after", "before"]
    assert house.ask("select count(*) from procrastinate_jobs where status = 'failed'") == [0]
    with looked_at(house, blocker):
        assert problems() == []


def told(house, number):
    """The journal of a matter and its parts: whose step, and which."""
    said = "select replace(number, %s, '') || ' ' || step from journal_entry where matter_number = %s order by id"
    return [tuple(row.split(" ")) for row in house.ask(said, number, number)]


@contextmanager
def looked_at(house, blocker):
    """Our own queries on that database."""
    where = connections["default"].settings_dict
    before, there = dict(where), conninfo_to_dict(house.owner)
    with blocker.unblock(), override_settings(FILES_ROOT=house.data / "files"):
        databases.leave()
        where |= {"HOST": there["host"], "PORT": "", "USER": there["user"]}
        where |= {"PASSWORD": there["password"], "NAME": there["dbname"]}
        yield
        databases.leave()
        where |= before


def by_tap(house, whose):
    """Somebody of the demo, signed in on the sign-in page: the id of the person comes from a query."""
    browser = Browser(house.address)
    browser.get("/signin/")
    assert browser.post(f"/signin/demo/{house.ask(whose)[0]}/")[0] == 302
    return browser


def by_code(house, phone):
    """A resident who types the code from the text message."""
    browser, log = Browser(house.address), house.data / "sms.log"
    browser.get("/signin/")
    assert browser.post("/signin/", {"phone": phone, "ask": "1"})[0] == 200
    code = re.search(r"\d{6}", log.read_text().splitlines()[-1].split("\t")[2])[0]
    assert browser.post("/signin/", {"phone": phone, "code": code, "asked": "on"}) == (302, "/")
    return browser


class Story:
    """One opinion, all the way round, each step by whose turn it is."""

    def __init__(self, house):
        staff = "select id from people_person where username = '{}'"
        self.house, self.number = house, ""
        self.resident = by_code(house, ANN)
        self.deputy = by_tap(house, "select person_id from people_deputy where code = 'HB-01'")
        self.office, self.unit = (by_tap(house, staff.format(name)) for name in ("hb.office", "hb.pm"))
        self.unit_id = house.ask(
            "select po.unit_id from people_post po join people_appointment a on a.post_id = po.id"
            " join people_person p on p.id = a.person_id where p.username = 'hb.pm'"
        )[0]

    def steps(self):
        """Functions that each do one step and see it acknowledged."""
        return [
            self.report,
            lambda: self.take(self.deputy, "receive"),
            lambda: self.take(self.deputy, "transfer", note="请尽快看看"),
            lambda: self.take(self.office, "triage", category="05.05", tier="simple"),
            lambda: self.take(self.office, "dispatch", to=self.unit_id),
            lambda: self.order(self.unit, "accept"),
            lambda: self.order(self.unit, "answer", photo=photo(), answer_text="已经疏通。", resolution="solved"),
            lambda: self.order(self.office, "approve"),
            lambda: self.take(self.resident, "rate", rating=1),
            lambda: self.take(self.office, "call_back", reached="yes", solved="yes", words="已电话说明"),
            lambda: self.take(self.office, "close", note="居民表示理解"),
        ]

    def report(self):
        data = {"text": "下水道一下大雨就返水。", "community": COMMUNITY, "sending": str(uuid.uuid4())}
        status, page = self.resident.insist("/report/", data, photo())
        assert status == 302, page
        self.number = page.strip("/").rpartition("/")[2]

    def take(self, browser, step, **data):
        self.done(browser, f"/o/{self.number}/{step}/", data)

    def order(self, browser, step, photo=None, **data):
        self.done(browser, f"/orders/{self.number}-1/{step}/", data, photo)

    def done(self, browser, path, data, photo=None):
        status, page = browser.insist(path, data, photo)
        assert (status, page) == (302, f"/o/{self.number}/"), (path, self.house.said())


class Sender(threading.Thread):
    """Somebody who sends all the while, and again what was not acknowledged, as the page of the report does."""

    def __init__(self, house, browser):
        super().__init__(daemon=True)
        self.house, self.browser = house, browser
        self.begun, self.acknowledged, self.over = 0, [], threading.Event()

    def run(self):
        while self.begun < SENDINGS and not self.over.is_set():
            self.begun += 1
            self.send(str(uuid.uuid4()))
            self.over.wait(PAUSE)

    def send(self, sending):
        data = {"text": "路灯坏了三盏。", "community": COMMUNITY, "sending": sending}
        while (answer := self.browser.insist("/report/", data))[0] != 302:
            time.sleep(0.2)
        self.acknowledged.append(answer[1].strip("/").rpartition("/")[2])

    def finish(self):
        """What was begun is sent to its end."""
        self.over.set()
        self.join(60)
        assert not self.is_alive()
