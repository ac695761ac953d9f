"""Who somebody of the cast is, asked once: each step of a matter asks anew, and the answer takes three queries."""

import re
from contextlib import contextmanager
from functools import wraps

from django.db import connection

from minsheng.kernel import clock

HARMLESS = re.compile(r'\s*(\(?select|savepoint|release|update "people_person" set "last_login")', re.IGNORECASE)
ABOUT_PEOPLE = re.compile(r"people_(person|contact|deputy|post|unit|appointment|substitution)")
ASKED = ("by", "resident", "deputy")


@contextmanager
def remembered(town):
    """The town remembers its actors, each for a day of the clock, until anything about people is written.

    From then on, to the end of the test, it asks every time, as it would without this.
    """
    memory, written = {}, []

    def watch(execute, sql, params, many, context):
        said = sql if isinstance(sql, str) else repr(sql)
        if ABOUT_PEOPLE.search(said) and not HARMLESS.match(said):
            written.append(said)
        return execute(sql, params, many, context)

    for name in ASKED:
        setattr(town, name, _remembering(getattr(town, name), memory, written))
    with connection.execute_wrapper(watch):
        yield town


def _remembering(ask, memory, written):
    @wraps(ask)
    def asked(*who, **more):
        key = (ask.__name__, who, *sorted(more.items()), clock.today())
        if written or key not in memory:
            memory[key] = ask(*who, **more)
        return memory[key]

    return asked
