"""bin/minsheng backup: database, photos, keys and a manifest of one moment, while people go on working."""

import argparse
import os
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from minsheng.launch import backups, dumps, environment, keys, programs, roles
from minsheng.launch.backups import DUMP, FILES, KEYS, OTHERS, Manifest
from minsheng.launch.places import ROOT, give_up, say
from minsheng.launch.programs import Failed

APART = """\
这里是密钥。没有它，两步验证和已发出的链接失效；有了它和数据库，就能冒充任何人。
请与备份的其余部分分开保存；恢复时放回此处，或用 --keys 指明。

These are keys. Without them second factors and links that were sent are lost; with them and the database, one can be
anybody. Keep them apart from the rest of the backup; to restore, put them back or name their folder with --keys.
"""
SMALL = ".small"
TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1"


@dataclass(frozen=True)
class Moment:
    """What the database holds at one moment; as long as it is open, others can be shown the same."""

    connection: "psycopg.Connection[tuple[str | int, ...]]"

    @property
    def name(self) -> str:
        return str(self._column("select pg_export_snapshot()")[0])

    @property
    def major(self) -> int:
        return self.connection.info.server_version // 10_000

    @property
    def tables(self) -> list[str]:
        return [str(name) for name in self._column(TABLES)]

    def photos(self) -> set[str]:
        """The sha256 of every photo that a row names."""
        return set(map(str, self._column("select distinct sha256 from files_file")))

    def migrations(self) -> list[str]:
        return sorted(map(str, self._column("select app || '.' || name from django_migrations")))

    def counts(self) -> dict[str, int]:
        count = sql.SQL("select count(*) from {}")
        return {t: int(self._column(count.format(sql.Identifier("public", t)))[0]) for t in self.tables}

    def _column(self, statement: "sql.Composed | str") -> list[str | int]:
        return [row[0] for row in self.connection.execute(statement)]


@dataclass
class Copies:
    """Copies of what lies in the data directory beside the database, and the digest of each by its path there."""

    source: Path
    target: Path
    sums: dict[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(path.startswith(f"{FILES}/") and not path.endswith(SMALL) for path in self.sums)

    def copy(self, names: Iterable[str]) -> None:
        """Photos that aren't copied yet. What a name stands for never changes, so none can be caught half-way."""
        for path in (path for name in sorted(names) for path in paths(name)):
            if path not in self.sums:
                self._copy(path)

    def copy_others(self) -> None:
        """What is there: who forgets one has no more use for it."""
        for path in sorted(path for pattern in OTHERS for path in self.source.glob(pattern)):
            self._copy(str(path.relative_to(self.source)))

    def keep(self, names: set[str]) -> list[str]:
        """Drop photos that the database doesn't name (any more); the names of those that are missing or spoilt."""
        wanted = {path for name in names for path in paths(name)}
        for path in {path for path in self.sums if path.startswith(f"{FILES}/")} - wanted:
            (self.target / path).unlink()
            del self.sums[path]
        return sorted(name for name in names if not self._has(name))

    def _has(self, name: str) -> bool:
        full, small = paths(name)
        return self.sums.get(full) == name and small in self.sums

    def _copy(self, path: str) -> None:
        with suppress(FileNotFoundError):
            content = (self.source / path).read_bytes()
            copy = self.target / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
            self.sums[path] = backups.digest(content)


def paths(name: str) -> tuple[str, str]:
    """Where a photo and its thumbnail are, in the data directory as in the backup."""
    path = f"{FILES}/{name[:2]}/{name}"
    return path, path + SMALL


def main(data: Path, arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/minsheng backup", description="备份 / Back up to an empty folder.")
    parser.add_argument("folder", type=Path)
    target = _folder(parser.parse_args(arguments).folder)
    data = environment.open_folder(data)
    if not os.environ.get("DATABASE_URL") and not (data / "postgres.json").exists():
        give_up(f"{data} 没有数据", f"there is no data in {data}")
    try:
        with environment.database(data) as base, for_nobody_else():
            manifest = _write(data, base.owner, target)
    except (Failed, psycopg.Error) as failure:
        give_up("备份失败", f"the backup failed: {failure}")
    return _tell(manifest, target)


def _folder(folder: Path) -> Path:
    folder = folder.expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        give_up(f"{folder} 不是空目录", f"{folder} is not empty")
    return folder


def _write(data: Path, url: str, target: Path) -> Manifest:
    """Photos are copied before the moment and again after it.

    A photo that the moment names may be swept right after it; then it had been there before, since the sweep touches
    nothing young.
    """
    copies = Copies(data, target)
    with moment(url) as earlier:
        there = earlier.photos()
    copies.copy(there)
    with moment(url) as now:
        dumps.dump(url, programs.clients(now.major), target / DUMP, snapshot=now.name)
        copies.copy(now.photos())
        copies.copy_others()
        manifest = Manifest(
            format=backups.FORMAT,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            release=tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"],
            postgresql=now.major,
            facts=roles.facts(url),
            migrations=now.migrations(),
            counts=now.counts(),
            missing=copies.keep(now.photos()),
            photos=copies.count,
            sums=_write_sums(target, copies),
            secret=_write_keys(data, target / KEYS),
        )
    os.sync()
    manifest.write(target)
    return manifest


def _write_sums(target: Path, copies: Copies) -> str:
    return backups.write_sums(target, copies.sums | {DUMP: backups.file_digest(target / DUMP)})


@contextmanager
def for_nobody_else() -> Iterator[None]:
    """What is written meanwhile, only its owner may read."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def moment(url: str) -> Iterator[Moment]:
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield Moment(connection)


def _write_keys(data: Path, folder: Path) -> str:
    """The digest of Django's key. The database's passwords stay behind: a restore makes new ones."""
    folder.mkdir(mode=0o700)
    keys.put(folder / keys.SECRET, keys.secret(data))
    (folder / "README.txt").write_text(APART)
    return backups.digest(keys.secret(data).encode())


def _tell(manifest: Manifest, target: Path) -> int:
    rows = sum(manifest.counts.values())
    say(
        f"已备份到 {target}：{len(manifest.counts)} 个表，{rows} 行，{manifest.photos} 张照片",
        f"backed up: {len(manifest.counts)} tables, {rows} rows, {manifest.photos} photos",
    )
    say(f"{target / KEYS} 里是密钥，请另处保存", "the keys in there must be kept somewhere else")
    if manifest.missing:
        lost = len(manifest.missing)
        say(f"磁盘上缺少 {lost} 张照片", f"{lost} photos are missing or damaged on disk: `missing` in the manifest")
    return int(bool(manifest.missing))
