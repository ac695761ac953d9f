"""A backup is whole or says that it isn't; a restore goes into an empty place, and keys go their own way."""

import hashlib
import json
import shutil
import subprocess

import pytest

from minsheng.launch import backup, backups, environment, keys, postgres, restore
from tests.launch.conftest import column, execute

PHOTOS, IMPORT = (b"a lamp", b"a bench"), "imports/a-list"
TABLES = (
    "create table django_migrations (app text, name text)",
    "insert into django_migrations values ('journal', '0001_initial'), ('account', '0099_of_others')",
    "create table files_file (sha256 text)",
    "create table opinions_opinion (id serial primary key, text text)",
    "insert into opinions_opinion (text) values ('路灯不亮'), ('长椅坏了')",
)


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def put(data, content):
    """A photo in the store, as the application writes it."""
    for path in backup.paths(sha256(content)):
        place = data / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


@pytest.fixture(scope="module")
def town(shared_folder):
    """A data directory with two opinions and a photo each, and one photo that no row names."""
    data = environment.open_folder(shared_folder)
    url = postgres.start(data, throwaway=True)
    for statement in (*TABLES, *(f"insert into files_file values ('{sha256(photo)}')" for photo in PHOTOS)):  # noqa: S608 (our own digests)
        execute(url, statement)
    for photo in (*PHOTOS, b"never sent"):
        put(data, photo)
    (data / "imports").mkdir()
    (data / IMPORT).write_bytes(b"being imported")
    return data, url


@pytest.fixture(autouse=True)
def _as_a_user(monkeypatch):
    for name in ("DATABASE_URL", "MINSHENG_OWNER_URL", "MINSHENG_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def kept(town, tmp_path):
    """A backup of the town."""
    assert backup.main(town[0], [str(tmp_path / "kept")]) == 0
    return tmp_path / "kept"


def refused(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        restore.main(*words)
    return str(ended.value).partition(" / ")[2]


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_backup_holds_what_the_database_names_for_its_owners_eyes_and_any_tool_can_check_it(kept):
    named = sorted(path for photo in PHOTOS for path in backup.paths(sha256(photo)))
    assert files(kept) == sorted(
        ["SHA256SUMS", "database.dump", "keys/README.txt", "keys/secret", IMPORT, "manifest.json", *named]
    )
    checked = subprocess.run(["/usr/bin/sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=kept, check=False)
    assert checked.returncode == 0
    assert {oct(path.stat().st_mode & 0o077) for path in [kept, *kept.rglob("*")]} == {"0o0"}
    assert json.loads((kept / "manifest.json").read_text())["counts"] == {
        "django_migrations": 2,
        "files_file": 2,
        "opinions_opinion": 2,
    }


def test_what_is_restored_into_an_empty_directory_is_what_was_there(town, kept, folder):
    assert restore.main(folder / "new", [str(kept)]) == 0
    url = postgres.start(folder / "new")
    assert column(url, "select text from opinions_opinion order by id") == ["路灯不亮", "长椅坏了"]
    application = postgres.application(folder / "new")
    assert column(application, "insert into opinions_opinion (text) values ('x') returning id") == [3]
    assert (folder / "new" / "secret").read_text() == (town[0] / "secret").read_text()
    photos = {path for photo in PHOTOS for path in backup.paths(sha256(photo))}
    assert {path for path in files(folder / "new") if path.startswith(("files/", "imports/"))} == photos | {IMPORT}
    postgres.stop(folder / "new")


def test_what_is_there_is_only_thrown_away_when_told_so(town, kept, capsys):
    data, url = town
    execute(url, "create table since (id int)")
    assert refused(capsys, data, [str(kept)]) == "there is data in the database; --replace throws it away"
    assert column(url, "select to_regclass('since')::text") == ["since"]
    assert restore.main(data, [str(kept), "--replace"]) == 0
    assert column(url, "select to_regclass('since')::text") == [None]


def test_keys_that_were_kept_apart_are_named(kept, tmp_path, capsys):
    (kept / "keys").rename(tmp_path / "safe")
    assert refused(capsys, None, [str(kept), "--check"]).startswith("no key in ")
    assert restore.main(None, [str(kept), "--check", "--keys", str(tmp_path / "safe")]) == 0
    keys.put(tmp_path / "safe" / "secret", "of another town")
    said = refused(capsys, None, [str(kept), "--check", "--keys", str(tmp_path / "safe")])
    assert said.endswith("is not the one of this backup")


def first_photo(folder):
    return folder / backup.paths(sha256(PHOTOS[0]))[0]


HARMS = {
    "the database was cut": lambda kept: (kept / "database.dump").write_bytes(b"PGDMP"),
    "a photo was changed": lambda kept: first_photo(kept).write_bytes(b"a lump"),
    "a photo is gone": lambda kept: first_photo(kept).unlink(),
    "a photo is a link to elsewhere": lambda kept: (
        first_photo(kept).unlink(),
        first_photo(kept).symlink_to("/etc/passwd"),
    ),
    "the sums were changed": lambda kept: (kept / "SHA256SUMS").write_text(""),
    "it was interrupted": lambda kept: (kept / "manifest.json").unlink(),
    "its format is of the future": lambda kept: (kept / "manifest.json").write_text('{"format": 2}'),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_backup_that_is_not_whole_is_refused_before_anything_is_touched(kept, folder, harm, capsys):
    HARMS[harm](kept)
    said = refused(capsys, folder / "new", [str(kept)])
    assert said.startswith(("the backup is damaged: ", "SHA256SUMS is not", f"{kept} is no whole backup"))
    assert not (folder / "new").exists()


def test_a_backup_of_a_newer_release_is_refused(town, tmp_path, capsys):
    execute(town[1], "insert into django_migrations values ('journal', '0099_of_tomorrow')")
    backup.main(town[0], [str(tmp_path / "newer")])
    execute(town[1], "delete from django_migrations where name = '0099_of_tomorrow'")
    said = refused(capsys, None, [str(tmp_path / "newer"), "--check"])
    assert said == "the backup was made by a newer release, which knows journal.0099_of_tomorrow"


def test_a_photo_that_is_missing_on_disk_spoils_nothing_but_is_told(town, tmp_path, capsys):
    place = town[0] / backup.paths(sha256(PHOTOS[0]))[0]
    place.unlink()
    assert backup.main(town[0], [str(tmp_path / "some")]) == 1
    put(town[0], PHOTOS[0])
    assert "1 photos are missing or damaged on disk" in capsys.readouterr().out
    assert json.loads((tmp_path / "some" / "manifest.json").read_text())["missing"] == [sha256(PHOTOS[0])]
    assert restore.main(None, [str(tmp_path / "some"), "--check"]) == 0


def test_a_photo_that_is_swept_while_the_backup_runs_is_in_it(tmp_path):
    put(tmp_path, b"old")
    put(tmp_path, b"not named in the end")
    photos = backup.Copies(tmp_path, tmp_path / "copy")
    photos.copy([sha256(b"old"), sha256(b"not named in the end")])
    shutil.rmtree(tmp_path / "files")
    put(tmp_path, b"young")
    photos.copy([sha256(b"old"), sha256(b"young")])
    assert photos.keep({sha256(b"old"), sha256(b"young")}) == []
    assert files(tmp_path / "copy") == sorted(
        path for photo in (b"old", b"young") for path in backup.paths(sha256(photo))
    )


def test_a_backup_goes_into_an_empty_folder_and_comes_from_where_there_is_data(town, tmp_path):
    (tmp_path / "there").write_text("something")
    with pytest.raises(SystemExit, match="is not empty"):
        backup.main(town[0], [str(tmp_path)])
    with pytest.raises(SystemExit, match="there is no data in"):
        backup.main(tmp_path / "typo", [str(tmp_path / "new")])


def test_sums_are_read_as_they_are_written(tmp_path):
    found = {"files/ab/abc": "1" * 64, "database.dump": "2" * 64}
    backups.write_sums(tmp_path, found)
    assert backups.sums((tmp_path / "SHA256SUMS").read_text()) == found
