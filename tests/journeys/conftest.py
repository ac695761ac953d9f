"""A site that really serves, and Chromium in front of it.

One browser a worker; a database, a moved clock and a log of text messages for each file; a context for each person.
"""

import fcntl
import os
import re
import shutil
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from playwright.sync_api import Error, sync_playwright

from minsheng.launch import browser as chromium
from minsheng.launch.places import digest
from tests import databases
from tests.cluster import DATA, ROOT
from tests.journeys.person import Person

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
SHOTS = DATA / "shots"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
TUESDAY = 1


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium, once a worker."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in this thread
    if not chromium.path():
        pytest.fail("Chromium is missing: run bin/test once as root, or install the packages chromium, fonts-noto-cjk")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.path(), args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def static_files():
    """The static files as a place serves them: hashed names, compressed. Made anew when one of them has changed."""
    changed = {"BACKEND": "minsheng.ui.storage.HashedStatic"}
    chosen = {"STORAGES": {**settings.STORAGES, "staticfiles": changed}, "STATIC_ROOT": DATA / "journeys" / "static"}
    sources = [path for path in (ROOT / "minsheng").glob("**/static/**/*") if path.is_file()]
    stamp = DATA / "journeys" / digest([*sources, ROOT / "package-lock.json"])
    stamp.parent.mkdir(parents=True, exist_ok=True)
    with (DATA / "journeys.lock").open("w") as lock, override_settings(**chosen):
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists():
            shutil.rmtree(stamp.parent)
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.touch()
    return chosen


class Site:
    """Where the site is, and what it sent to phones."""

    def __init__(self, url, folder):
        self.url, self.log = url, folder / "sms.log"

    def texts(self, phone):
        """The text messages to a number, the oldest first."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [text for _at, to, text in (line.split("\t", 2) for line in lines) if to == phone]

    def code(self, phone):
        """The code that was sent last."""
        return re.findall(r"\d{6}", self.texts(phone)[-1])[0]

    def link(self, phone):
        """The path of the signed link that was sent last."""
        return re.findall(r"/l/[\w-]+/", self.texts(phone)[-1])[0]


@pytest.fixture(scope="module")
def site(django_db_setup, template_database, django_db_blocker, static_files, tmp_path_factory):
    """The site with the named town, on a database of this file's own; it is ten o'clock on a Tuesday."""
    name, folder = f"test_{WORKER}", tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), override_settings(DATA=folder, **static_files):
        databases.clone(template_database, f"{name}_journeys")
        databases.connect(f"{name}_journeys")
        server = LiveServerThread("127.0.0.1", lambda application: application)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        site = Site(f"http://127.0.0.1:{server.port}", folder)
        with override_settings(PUBLIC_ADDRESS=site.url):
            _tuesday()
            yield site
        server.terminate()
        databases.connect(name)


def _tuesday():
    """Move the clock on to ten in the morning of a Tuesday: nobody is told anything at night."""
    from minsheng.ground.people.actors import SYSTEM
    from minsheng.ground.policies.actions import move_clock
    from minsheng.kernel import clock

    today = clock.today()
    day = today + timedelta(days=(TUESDAY - today.weekday()) % 7 or 7)
    move_clock(datetime.combine(day, time(10), clock.ZONE) - clock.now(), by=SYSTEM)


@pytest.fixture
def town(site):
    """The named town in the database of this file, and those of it who can sign in by one tap."""
    from tests.journeys.cast import Folk

    return Folk()


@pytest.fixture(scope="module")
def matters(site):
    """One opinion in every state, with photos, and sessions of everybody who looks at them."""
    from tests.journeys.screens import Matters

    return Matters()


@pytest.fixture
def arrive(request, site, browser):
    """Somebody comes, at a phone or at a desk: `arrive("resident")`, `arrive("office", desk=True)`."""
    people = request.node.people = []

    def arrived(name, **more):
        people.append(_comes(browser, site, name, **more))
        return people[-1]

    yield arrived
    troubles = {person.name: person.troubles for person in people if person.troubles}
    for person in people:
        person.context.close()
    assert troubles == {}


@pytest.fixture(scope="module")
def visitors(site, browser, matters):
    """One browser for each kind of person, for a file that only looks: what was fetched once is not fetched again."""
    names = ["nobody", *matters.clients]
    found = {name: _comes(browser, site, name.replace(" ", "-"), has_touch=True) for name in names}
    for name, client in matters.clients.items():
        found[name].has_session_of(client)
    yield found
    for person in found.values():
        person.context.close()


@pytest.fixture
def flaws_of(request, matters, visitors):
    """What is wrong with a screen, a line each."""
    from tests.journeys.screens import flaws

    def found(screen):
        person = visitors[screen.who]
        request.node.people = [person]
        told = flaws(person, screen.path.format(**matters.numbers), screen)
        troubles, person.troubles = person.troubles, []
        return "\n".join([*told, *troubles])

    return found


def _comes(browser, site, name, *, desk=False, scripts=True, **more):
    options = {"viewport": DESK if desk else PHONE, "has_touch": not desk, "java_script_enabled": scripts}
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", **(options | more))
    context.set_default_timeout(10_000)
    return Person(context, site, name=name, scripts=scripts)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of what everybody saw when a journey failed."""
    report = yield
    if call.when == "call" and report.failed:
        for person in getattr(item, "people", []):
            _shoot(person, SHOTS / f"{re.sub(r'[^A-Za-z0-9]+', '-', item.name)[:80]}-{person.name}.png")
    return report


def _shoot(person, path: Path):
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        person.page.screenshot(path=path, full_page=True)
    except Error as error:  # the picture is a help; the failure itself is what counts
        path.with_suffix(".txt").write_text(str(error))
