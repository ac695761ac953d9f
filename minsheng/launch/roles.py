"""The application's role in the database, and the note in it of which migrations and which data it holds.

The owner migrates. The application reads and writes rows, but can't change what the journal says.
"""

import json
from contextlib import suppress
from typing import LiteralString

import psycopg
from psycopg import sql

from minsheng.launch.postgres import APPLICATION, DATABASE

APPEND_ONLY = ("journal_entry", "journal_signature")

RIGHTS: LiteralString = """
grant usage on schema public to {role};
grant select, insert, update, delete on all tables in schema public to {role};
grant usage, select on all sequences in schema public to {role}
"""


def grant(owner_url: str, application: str = APPLICATION) -> None:
    """Give the application's role, which is there, its rights on every table there is; again after each migrate."""
    role = sql.Identifier(application)
    with psycopg.connect(owner_url) as connection:
        connection.execute(sql.SQL(RIGHTS).format(role=role))
        for table in APPEND_ONLY:
            if connection.execute("select to_regclass(%s)", [f"public.{table}"]).fetchone() != (None,):
                take = sql.SQL("revoke update, delete, truncate on {table} from {role}")
                connection.execute(take.format(table=sql.Identifier(table), role=role))


def facts(url: str) -> dict[str, str]:
    """What `remember` has written into this database: the note travels with a dump and dies with the tables."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select obj_description('public'::regnamespace, 'pg_namespace')").fetchone()
    with suppress(ValueError, TypeError):
        return dict(json.loads(row[0])) if row else {}
    return {}


def remember(owner_url: str, **facts_: str) -> None:
    text = json.dumps(facts(owner_url) | facts_)
    with psycopg.connect(owner_url) as connection:
        connection.execute(sql.SQL("comment on schema public is {}").format(sql.Literal(text)))


def renew(owner_url: str) -> None:
    """Throw the database away and make it anew: for a first start that was interrupted before anyone could use it."""
    name = sql.Identifier(DATABASE)
    with psycopg.connect(owner_url, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        connection.execute(sql.SQL("create database {}").format(name))
