"""bin/serve: database, web server and worker, started in order, kept alive, stopped in order."""

import argparse
import http.client
import os
import signal
import socket
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType

from minsheng.launch import environment, locks, postgres, prepare
from minsheng.launch.parts import Part
from minsheng.launch.places import cores, default_data, give_up, say
from minsheng.launch.programs import Failed

TICK, PATIENCE = 0.5, 90.0  # seconds
THREADS = 4
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": ""}  # noqa: S104 (not bound); where this machine finds it


def main() -> None:
    options = _options()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    with ExitStack() as stack, suppress(KeyboardInterrupt):
        data = environment.open_folder(options.data)
        address = _address(options.host, options.port)
        _claim(stack, data, options, address)
        base = stack.enter_context(environment.database(data))
        env = environment.variables(data, base)
        env.setdefault("MINSHENG_ADDRESS", address)
        env["MINSHENG_HOSTS"] = " ".join([*names(options.host), os.environ.get("MINSHENG_HOSTS", "")])
        stack.callback(_deaf)
        accounts = prepare.everything(data, base, env, empty=options.empty)
        env.pop("MINSHENG_OWNER_URL")  # the application has no need of the owner
        parts = _parts(data, env, options)
        try:
            _begin(parts, options)
            _greet(data, address, accounts)
            _tell_names(options.host)
            _tend(parts, data if base.embedded else None)
        finally:
            _end(parts)
    say("已停止", "Stopped")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/serve", description="运行民声，Ctrl-C 停止 / Run Minsheng until Ctrl-C.")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 / address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="端口 / port (%(default)s)")
    parser.add_argument("--data", type=Path, default=default_data(), help="数据目录 / data directory (var)")
    parser.add_argument("--empty", action="store_true", help="不建演示小城 / no demo town, one administrator")
    return parser.parse_args()


def _claim(stack: ExitStack, data: Path, options: argparse.Namespace, address: str) -> None:
    """The data and the port are ours alone, or we say who has them."""
    try:
        stack.enter_context(locks.alone(data / "serve.lock", address))
    except locks.Taken as taken:
        give_up(f"这份数据已在运行：{taken}", f"this data is already served at {taken}")
    try:
        stack.enter_context(locks.port(options.host, options.port))
    except locks.Taken as taken:
        give_up(f"端口被占用：{taken}，请用 --port", f"{taken} is taken, please choose another --port")
    except (OSError, OverflowError) as error:
        give_up(f"不能监听 {options.host}:{options.port}", f"can't listen there: {error}")


def _parts(data: Path, env: dict[str, str], options: argparse.Namespace) -> list[Part]:
    """In the order of starting; they end in this order too, so that no page is served without its jobs."""
    python = [sys.executable, "-P", "-m"]
    where = ["--host", options.host, "--port", str(options.port)]
    lives = ["--respawn-failed-workers", "--workers-kill-timeout", "8"]
    size = ["--workers", str(max(2, cores())), "--blocking-threads", str(THREADS)]
    web = [*python, "granian", "--interface", "wsgi", *where, *lives, *size, "minsheng.config.wsgi:application"]
    worker = [*python, "minsheng.launch.manage", "procrastinate", "worker", "--shutdown-graceful-timeout", "10"]
    return [Part("web", web, env, data), Part("worker", worker, env, data)]


def _greet(data: Path, address: str, accounts: str) -> None:
    say("民声已就绪，Ctrl-C 停止", "Minsheng is ready, Ctrl-C stops it")
    print(f"\n    {address}\n\n{accounts}", flush=True)
    if "MINSHENG_SMS" not in os.environ:
        say(f"短信不发出，记在 {data / 'sms.log'}", "no text message is sent, they are written there")


def _tell_names(host: str) -> None:
    """Who listens everywhere expects to be found under every name."""
    if host in EVERYWHERE and not os.environ.get("MINSHENG_HOSTS"):
        known = " ".join(names(host))
        say(
            f"只应答 {known}，其他域名或地址用 MINSHENG_HOSTS 列出",
            "answers to these names; list others in MINSHENG_HOSTS",
        )


def _begin(parts: list[Part], options: argparse.Namespace) -> None:
    for part in parts:
        part.clear()
        part.start()
    _await_first_page(parts, options)


def _tend(parts: list[Part], data: Path | None) -> None:
    """Until interrupted; `data` where the database is ours to tend too."""
    while True:
        time.sleep(TICK)
        if data:
            _tend_database(data)
        for part in parts:
            part.tend()


def _await_first_page(parts: list[Part], options: argparse.Namespace) -> None:
    until = time.monotonic() + PATIENCE
    while not _well(options.host, options.port):
        if time.monotonic() > until:
            give_up("网站没有起来，见 logs/web.log", "the web server doesn't answer, see logs/web.log")
        for part in parts:
            part.tend()
        time.sleep(TICK / 5)


def _well(host: str, port: int) -> bool:
    """Whether a page can be had; a full disk or a slow queue is /healthz's to say and no reason to wait."""
    connection = http.client.HTTPConnection(_local(host), port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status in {http.client.OK, http.client.SERVICE_UNAVAILABLE}
    return False


def _tend_database(data: Path) -> None:
    if postgres.running(data):
        return
    say("数据库停了，正在重启", "the database has ended, starting it again")
    try:
        postgres.ensure(data)
    except Failed as failure:
        say("数据库重启失败，稍后再试", f"it failed, trying again soon: {failure}")


def _end(parts: list[Part]) -> None:
    """A second Ctrl-C hurries."""
    for part in parts:
        try:
            part.stop()
        except KeyboardInterrupt:
            part.stop(grace=0)


def _deaf() -> None:
    """Nothing interrupts the stopping of the database."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _address(host: str, port: int) -> str:
    local = _local(host)
    return f"http://{f'[{local}]' if ':' in local else local}:{port}"


def _local(host: str) -> str:
    """An address that this machine can ask: everywhere is nowhere."""
    return EVERYWHERE.get(host, host) or socket.gethostname()


def names(host: str) -> list[str]:
    """What stands in the address bar, loopback aside, when the server listens there. Other names are refused."""
    if host in EVERYWHERE:
        return list(dict.fromkeys([socket.gethostname(), *_outward()]))
    return [f"[{host}]" if ":" in host else host]


def _outward() -> list[str]:
    """This machine's address in its network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return [str(probe.getsockname()[0])]
    return []


if __name__ == "__main__":
    main()
