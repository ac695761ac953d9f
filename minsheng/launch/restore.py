"""bin/minsheng restore: what a backup holds into an empty installation, checked before and after."""

import argparse
import os
import shutil
from pathlib import Path

import psycopg

from minsheng.launch import backups, dumps, environment, keys, locks, programs, roles
from minsheng.launch.backups import DUMP, FILES, KEYS, OTHERS, Manifest
from minsheng.launch.places import ROOT, give_up, say
from minsheng.launch.programs import Failed

THINGS = """
select count(*) from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
"""


def main(data: Path, arguments: list[str]) -> int:
    options = _options(arguments)
    say("正在核对备份……", "Checking the backup …")
    manifest = backups.read(options.folder)
    secret = _secret(options.keys or options.folder / KEYS, manifest)
    _known(manifest)
    if not options.check:
        _into(environment.open_folder(data), options.folder, manifest, secret, replace=options.replace)
    return _tell(manifest, done=not options.check)


def _options(arguments: list[str]) -> argparse.Namespace:
    about = "恢复到空的数据目录 / Restore into an empty data directory."
    parser = argparse.ArgumentParser(prog="bin/minsheng restore", description=about)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--replace", action="store_true", help="丢弃已有数据 / throw away what is there")
    parser.add_argument("--keys", type=Path, help="密钥目录 / folder of the keys, if kept elsewhere")
    parser.add_argument("--check", action="store_true", help="只核对备份 / only check the backup")
    return parser.parse_args(arguments)


def _secret(folder: Path, manifest: Manifest) -> str:
    path = folder / keys.SECRET
    if not path.is_file():
        give_up(f"{folder} 里没有密钥，请用 --keys 指明", f"no key in {folder}; name its folder with --keys")
    secret = path.read_text()
    if backups.digest(secret.encode()) != manifest.secret:
        give_up("密钥不属于这份备份", f"the key in {folder} is not the one of this backup")
    if os.environ.get("MINSHENG_SECRET_KEY", secret) != secret:
        give_up("MINSHENG_SECRET_KEY 与备份的密钥不同", "MINSHENG_SECRET_KEY is not the key of this backup")
    return secret


def _known(manifest: Manifest) -> None:
    """A release can bring older data up to date, never newer data back."""
    house = ROOT / "minsheng"
    known = {f"{path.parent.parent.name}.{path.stem}" for path in house.rglob("migrations/*.py")}
    ours = {name.partition(".")[0] for name in known}
    newer = [name for name in manifest.migrations if name.partition(".")[0] in ours and name not in known]
    if newer:
        give_up(f"备份来自更新的版本：{newer[0]}", f"the backup was made by a newer release, which knows {newer[0]}")


def _into(data: Path, folder: Path, manifest: Manifest, secret: str, *, replace: bool) -> None:
    try:
        with locks.alone(data / "serve.lock", "restore"), environment.database(data) as base:
            _fill(data, base, folder, manifest, replace=replace)
            keys.put(data / keys.SECRET, secret)
    except locks.Taken as taken:
        give_up(f"请先停止服务：{taken}", f"please stop what is served at {taken} first")
    except Failed as failure:
        give_up("恢复失败，数据库未改动", f"the restore failed, the database is as it was: {failure}")
    except psycopg.Error as failure:
        give_up("恢复失败", f"the restore failed: {failure}")


def _fill(data: Path, base: environment.Database, folder: Path, manifest: Manifest, *, replace: bool) -> None:
    with psycopg.connect(base.owner) as connection:
        major = connection.info.server_version // 10_000
        is_full = connection.execute(THINGS).fetchone() != (0,)
    if major < manifest.postgresql:
        wanted = manifest.postgresql
        give_up(f"需要 PostgreSQL ≥ {wanted}", f"the backup needs PostgreSQL >= {wanted}, this is {major}")
    if is_full and not replace:
        give_up("数据库里已有数据，加 --replace 才会丢弃", "there is data in the database; --replace throws it away")
    _put_files(folder, data)
    dumps.pour(base.owner, programs.clients(major), folder / DUMP, counts=manifest.counts, anew=is_full)
    with psycopg.connect(base.owner, autocommit=True) as connection:
        connection.execute("vacuum (analyze)")
    roles.remember(base.owner, **manifest.facts)
    base.grant()


def _put_files(source: Path, target: Path) -> None:
    """Beside what is there: a photo's name is its content, and what no row names is swept one night."""
    for path in sorted(path for pattern in (f"{FILES}/??/*", *OTHERS) for path in source.glob(pattern)):
        place = target / path.relative_to(source)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_name(f"{place.name}.part")
        part.touch(mode=0o600)
        shutil.copyfile(path, part)
        part.replace(place)
    os.sync()


def _tell(manifest: Manifest, *, done: bool) -> int:
    rows = sum(manifest.counts.values())
    what, fact = ("已恢复", "restored and counted") if done else ("备份完好", "the backup is whole")
    say(
        f"{what}：{manifest.at}，{len(manifest.counts)} 个表，{rows} 行，{manifest.photos} 张照片",
        f"{fact}: {len(manifest.counts)} tables, {rows} rows, {manifest.photos} photos of {manifest.at}",
    )
    if manifest.missing:
        say(f"备份时已缺 {len(manifest.missing)} 张照片", "that many photos were missing when it was made")
    return 0
