"""What must be true before the first page: tables, rights, translations, static files, and people in the town."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from minsheng.launch import messages, roles
from minsheng.launch.environment import Database
from minsheng.launch.places import ROOT, digest, give_up, say

HOUSE = ROOT / "minsheng"


def everything(data: Path, base: Database, env: dict[str, str], *, empty: bool) -> None:
    messages.compile_all()
    facts = roles.facts(base.owner)
    if empty and facts.get("data") == "demo":
        give_up("这里已有演示数据，--empty 请用新目录", "this data is a demo; use --empty with a new directory")
    if base.embedded and facts.get("growing") and not facts.get("data"):
        say("上次首次启动未完成，重新建库", "the first start was interrupted, beginning anew")
        roles.renew(base.owner)
        facts = {}
    with ThreadPoolExecutor() as pool:
        for done in (pool.submit(_migrate, base, env, facts), pool.submit(_collect, data, env)):
            done.result()
    if not facts.get("data"):
        _settle(data, base, env, empty=empty)
    elif facts["data"] == "demo":
        _note_accounts(data, env)


def migrations() -> str:
    """Changes whenever a migrate could have something to do."""
    return digest([*HOUSE.rglob("migrations/*.py"), HOUSE / "config" / "rooms.py", ROOT / "uv.lock"])


def accounts(data: Path) -> str:
    """The demo accounts as the terminal shows them; empty where the data is real."""
    path = _accounts_of(data)
    return path.read_text() if path.exists() else ""


def manage(env: dict[str, str], *arguments: str, quiet: bool = True) -> str:
    """Run a management command on a leash; a failure is shown and ends the start."""
    leash = [sys.executable, "-P", "-m", "minsheng.launch.leash", str(os.getpid())]
    command = [*leash, sys.executable, "-P", "-m", "minsheng.launch.manage", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, text=True, stdout=subprocess.PIPE if quiet else None)
    if done.returncode:
        print(done.stdout or "", file=sys.stderr)
        give_up(f"命令失败：{arguments[0]}", f"{arguments[0]} failed")
    return done.stdout or ""


def _migrate(base: Database, env: dict[str, str], facts: dict[str, str]) -> None:
    wanted = migrations()
    if facts.get("migrations") == wanted:
        return
    say("正在更新数据库……", "Updating the database …")
    manage(env, "migrate", "--no-input", "--verbosity=0")
    if base.owner != base.application:
        roles.grant(base.owner)
    roles.remember(base.owner, migrations=wanted)


def _collect(data: Path, env: dict[str, str]) -> None:
    """Static files with hashed names, when one of them has changed."""
    ours = [path for path in HOUSE.glob("**/static/**/*") if path.is_file()]
    code = [HOUSE / "config" / "settings.py", HOUSE / "ui" / "storage.py", ROOT / "package-lock.json", ROOT / "uv.lock"]
    wanted, stamp = digest(ours + code), data / "static" / ".digest"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    manage(env, "collectstatic", "--no-input", "--verbosity=0")
    stamp.write_text(wanted)


def _settle(data: Path, base: Database, env: dict[str, str], *, empty: bool) -> None:
    """The first start: a demo town, or one administrator. Until it is noted as done, nobody has used the database."""
    if not empty and not _exists("grow"):
        say("没有 grow 命令，小城是空的", "there is no command `grow`: the town stays empty")
        return
    roles.remember(base.owner, growing="yes")
    if empty:
        manage(env, "first_administrator", quiet=False)
    else:
        say("正在建演示小城……", "Growing the demo town …")
        manage(env, "grow", "--size", "small", quiet=False)
        _note_accounts(data, env)
    roles.remember(base.owner, data="empty" if empty else "demo")


def _note_accounts(data: Path, env: dict[str, str]) -> None:
    path = _accounts_of(data)
    if _exists("accounts") and not path.exists():
        path.touch(mode=0o600)
        path.write_text(manage(env, "accounts"))


def _accounts_of(data: Path) -> Path:
    """Kept by version of the code that made it: asking Django each time would cost a start two seconds."""
    sources = ("**/management/commands/accounts.py", "demo/*.py", "demo/data/*")
    code = digest(path for pattern in sources for path in HOUSE.glob(pattern) if path.is_file())
    return data / "parts" / f"accounts-{code}.txt"


def _exists(command: str) -> bool:
    return any(HOUSE.rglob(f"management/commands/{command}.py"))
