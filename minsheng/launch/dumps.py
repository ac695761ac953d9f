"""A database into a dump and out of it, with PostgreSQL's own client programs.

Out of it, everything is one transaction: it has happened as a whole, counted, or not at all.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, cast

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from minsheng.launch.programs import Failed

type Program = subprocess.Popen[bytes]

ANEW = """
set lock_timeout = '30s';
drop schema public cascade;
create schema public authorization pg_database_owner;
grant usage on schema public to public;
"""

REBASE = r"""
do $$
declare
  field record;
  edges xid8[] := '{}';
begin
  for field in select table_name as t, column_name as c from information_schema.columns
    where table_schema = 'public' and udt_name = 'xid8' and table_name like '%\_cursor'
  loop
    execute format('select $1 || array_agg(%I) from public.%I', field.c, field.t) using edges into edges;
  end loop;
  for field in select table_name as t, column_name as c from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and udt_name = 'xid8' and table_type = 'BASE TABLE'
  loop
    execute format(
      'update public.%1$I set %2$I = (select count(distinct e) + 1 from unnest($1) e where e <= %2$I)::text::xid8',
      field.t, field.c) using edges;
  end loop;
end $$;
"""
"""Transaction ids belong to the cluster that gave them. Another one would hide rows that seem to come from its future,
and never count new ones that seem to be below a cursor. So they become ranks among the saved cursors, which are in
tables called `*_cursor`: small enough for any cluster, and what a cursor has passed stays passed. To be run before the
triggers are there.
"""

COUNTED = """
do $$ begin
  if (select count(*) from public.{table}) <> {rows} then
    raise exception '% should have % rows', {name}, {rows};
  end if;
end $$;
"""

TOO_NEW = b"SET transaction_timeout = 0;\n"
"""What pg_restore 17 and later begins with, and a server 16 does not know."""
HEADER = 40  # lines


def dump(url: str, clients: Path, target: Path, *, snapshot: str) -> None:
    """What the snapshot sees, without owners and rights, which belong to the installation."""
    said, env = _connection(url)
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
    done = subprocess.run([clients / "pg_dump", *options, said], env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Failed(done.stderr.strip()[-2000:])


def pour(url: str, clients: Path, source: Path, *, counts: Mapping[str, int], anew: bool) -> None:
    """Fill the database, emptied before if it is to be `anew`; as many rows as `counts` says or none at all."""
    said, env = _connection(url)
    command = [str(clients / "psql"), "-Xq", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=terse", "-f", "-", said]
    with tempfile.TemporaryFile() as errors:
        psql = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors)
        try:
            _tell(psql, clients, source, counts, anew=anew)
        except (BrokenPipeError, Failed) as failure:
            psql.kill()  # without a commit the server forgets it all
            psql.wait()
            raise Failed(_end_of(errors) or str(failure)) from failure
        if psql.wait():
            raise Failed(_end_of(errors))


def _tell(psql: Program, clients: Path, source: Path, counts: Mapping[str, int], *, anew: bool) -> None:
    with _input(psql) as to:
        to.write(b"begin;\n" + (ANEW.encode() if anew else b""))
        _section(clients, source, to, "pre-data", "data")
        to.write(REBASE.encode())
        _section(clients, source, to, "post-data")
        to.write("".join(map(_counted, counts, counts.values())).encode() + b"commit;\n")


def _counted(table: str, rows: int) -> str:
    parts = {"table": sql.Identifier(table), "name": sql.Literal(table), "rows": sql.Literal(int(rows))}
    return sql.SQL(COUNTED).format(**parts).as_string()


def _section(clients: Path, source: Path, to: IO[bytes], *names: str) -> None:
    """Write sections of a dump as SQL. Comments are left out: only an extension's owner may write them."""
    options = ["--no-owner", "--no-privileges", "--no-comments", *(f"--section={name}" for name in names), "--file=-"]
    command = [str(clients / "pg_restore"), *options, str(source)]
    with tempfile.TemporaryFile() as errors:
        reading = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
        try:
            _copy(cast("IO[bytes]", reading.stdout), to)
        finally:
            code = reading.wait()
        if code:
            raise Failed(_end_of(errors))


def _copy(source: IO[bytes], to: IO[bytes]) -> None:
    with source:
        for _, line in zip(range(HEADER), source, strict=False):
            to.write(b"" if line == TOO_NEW else line)
        shutil.copyfileobj(source, to)


def _input(program: Program) -> IO[bytes]:
    return cast("IO[bytes]", program.stdin)


def _connection(url: str) -> tuple[str, dict[str, str]]:
    """What a client is told, and its environment: a password on a command line could be read by everybody."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), os.environ | ({"PGPASSWORD": str(password)} if password else {})


def _end_of(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read().decode(errors="replace").strip()[-2000:]
