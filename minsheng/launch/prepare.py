"""What must be true before the first page: tables, rights, translations, static files, and people in the town."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from minsheng.launch import messages, roles
from minsheng.launch.environment import Database
from minsheng.launch.leash import Leashed
from minsheng.launch.places import ROOT, digest, give_up, say

HOUSE = ROOT / "minsheng"


def everything(data: Path, base: Database, env: dict[str, str], *, empty: bool) -> str:
    """Make it true, as fast as nothing to do allows; return the demo accounts, nothing where the data is real."""
    messages.compile_all()
    facts = roles.facts(base.owner)
    if empty and facts.get("data") == "demo":
        give_up("这里已有演示数据，--empty 请用新目录", "this data is a demo; use --empty with a new directory")
    if base.embedded:
        facts = begin_anew(base.owner, facts)
    with ThreadPoolExecutor() as pool:
        for done in (pool.submit(_migrate, base, env, facts), pool.submit(_collect, data, env)):
            done.result()
    base.grant()
    kind = facts.get("data") or _settle(base, env, empty=empty)
    return _accounts(data, env) if kind == "demo" and _exists("accounts") else ""


def begin_anew(owner_url: str, facts: dict[str, str]) -> dict[str, str]:
    """Throw away what an interrupted first start left half done; nobody could use it yet."""
    if not facts.get("growing") or facts.get("data"):
        return facts
    say("上次首次启动未完成，重新建库", "the first start was interrupted, beginning anew")
    roles.renew(owner_url)
    return {}


def migrations() -> str:
    """Changes whenever a migrate could have something to do."""
    return digest([*HOUSE.rglob("migrations/*.py"), HOUSE / "config" / "rooms.py", ROOT / "uv.lock"])


def manage(env: dict[str, str], *arguments: str, quiet: bool = True) -> str:
    """Run a management command on a leash; a failure is shown and ends the start."""
    command = [sys.executable, "-P", "-m", "minsheng.launch.manage", *arguments]
    process = Leashed(command, cwd=ROOT, env=env, stdout=subprocess.PIPE if quiet else None)
    try:
        said = process.communicate()[0] or ""
    finally:
        process.terminate()
        code = process.bury()
    if code:
        print(said, file=sys.stderr)
        give_up(f"命令失败：{arguments[0]}", f"{arguments[0]} failed")
    return said


def _migrate(base: Database, env: dict[str, str], facts: dict[str, str]) -> None:
    wanted = migrations()
    if facts.get("migrations") == wanted:
        return
    say("正在更新数据库……", "Updating the database …")
    manage(env, "migrate", "--no-input", "--verbosity=0")
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


def _settle(base: Database, env: dict[str, str], *, empty: bool) -> str:
    """The first start: a demo town, or one administrator. Until it is noted as done, nobody has used the database."""
    if not empty and not _exists("grow"):
        say("没有 grow 命令，小城是空的", "there is no command `grow`: the town stays empty")
        return ""
    roles.remember(base.owner, growing="yes")
    if empty:
        manage(env, "first_administrator", quiet=False)
    else:
        say("正在建演示小城……", "Growing the demo town …")
        manage(env, "grow", "--size", "small", quiet=False)
    kind = "empty" if empty else "demo"
    roles.remember(base.owner, data=kind)
    return kind


def _accounts(data: Path, env: dict[str, str]) -> str:
    """Kept for the code and the address that made them: asking Django each time would cost a start two seconds."""
    sources = ("**/management/commands/accounts.py", "demo/*.py", "demo/data/*")
    files = (path for pattern in sources for path in HOUSE.glob(pattern) if path.is_file())
    path = data / "parts" / f"accounts-{digest(files, env['MINSHENG_ADDRESS'])}.txt"
    if not path.exists():
        text = manage(env, "accounts")
        path.touch(mode=0o600)
        path.write_text(text)
    return path.read_text()


def _exists(command: str) -> bool:
    return any(HOUSE.rglob(f"management/commands/{command}.py"))
