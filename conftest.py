"""The suite's own cluster, a template database with the named town, and clones of it for tests that really commit."""

import hashlib
import os

import pytest

from tests.cluster import DATA, ROOT


def pytest_configure(config):
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast, and only in tests
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.FILES_ROOT = DATA / "files" / os.environ.get("PYTEST_XDIST_WORKER", "main")


LONGEST = (
    "walk/test_urls.py",
    "journeys/test_looks_of_officials.py",
    "leaks/test_leaks.py",
    "robust/test_parallel.py",
    "robust/test_invariants.py",
    "launch/test_serve.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest files first, the others in the order that was drawn: no core is left alone with one at the end."""
    places = {f"tests/{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))


def _digest() -> str:
    """Changes when a migration, a data file or the cast does: then the template is built anew."""
    total = hashlib.sha256()
    for pattern in ("**/migrations/*.py", "**/data/*", "demo/cast.py", "ground/places/s*.py", "ground/people/*.py"):
        for path in sorted((ROOT / "minsheng").glob(pattern)):
            total.update(path.read_bytes())
    return total.hexdigest()[:12]


@pytest.fixture(scope="session")
def template_database(django_db_blocker):
    """The name of a database that is migrated and has the named town, but no matters. Built once, kept between runs."""
    from tests import databases

    with django_db_blocker.unblock():
        return databases.template(f"town_{_digest()}")


@pytest.fixture(scope="session")
def django_db_setup(template_database, django_db_blocker):
    """Each worker works on its own clone of the template."""
    from tests import databases

    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock():
        databases.clone(template_database, name)
        databases.connect(name)
    yield
    with django_db_blocker.unblock():
        databases.leave()


@pytest.fixture
def committed(django_db_setup, template_database, django_db_blocker):
    """A database of its own for a test that commits, in several threads or processes: its name."""
    from tests import databases

    name, before = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", databases.connected()
    with django_db_blocker.unblock():
        databases.clone(template_database, f"{name}_committed")
        databases.connect(f"{name}_committed")
        yield f"{name}_committed"
        databases.connect(before)


@pytest.fixture(scope="module")
def shared_town(django_db_setup, template_database, django_db_blocker):
    """The named town in a database of this file's own: a fixture of the file builds here what all its tests begin with.

    What is built is committed; what a test does to it is rolled back. A test reads its rows anew.
    """
    from tests import databases
    from tests.town import Town

    name, before = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_shared", databases.connected()
    with django_db_blocker.unblock():
        databases.clone(template_database, name)
        databases.connect(name)
        yield Town()
        databases.connect(before)


@pytest.fixture(scope="session", autouse=True)
def _pages_told_once(django_test_environment):
    """Django tells tests of every template with a copy of all it knew, a tenth of a page. Here, of whole pages only."""
    from django.template.base import Template
    from django.test.signals import template_rendered

    def render(template, context):
        if context.template is template:  # not what is included in a page, or what it extends
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    Template._render = render


@pytest.fixture
def town(db):
    """The named town: how tests find its people."""
    from tests.remembering import remembered
    from tests.town import Town

    with remembered(Town()) as town:
        yield town


@pytest.fixture(autouse=True)
def _fresh_caches():
    """Nothing that one test remembered reaches the next."""
    from django.core.cache import cache

    cache.clear()
