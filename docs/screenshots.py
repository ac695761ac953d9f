"""Makes the pictures of the README: `.venv/bin/python docs/screenshots.py` serves a grown demo town and looks at it."""  # noqa: INP001 (a script beside the docs, no package)

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from minsheng.demo.pictures import picture  # noqa: E402 (found by the line above)
from minsheng.launch import browser as chromium  # noqa: E402 (as above)

DATA, SCREENS = ROOT / "var" / "screens", ROOT / "docs" / "screens"
PORT, PATIENCE = 8967, 300
SITE = f"http://127.0.0.1:{PORT}"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
DESK = {"viewport": {"width": 1440, "height": 900}}
MOST_BYTES = 150_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
RESIDENT, OFFICE = "居民", "街道人大办"
TEXT = "祖庙巷口绿化带的灌木枯死了一片，下雨时泥水流到路上，请补种。"

type Act = Callable[[Page], object]


def main() -> None:
    SCREENS.mkdir(exist_ok=True)
    with served(), sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.path(), args=ARGUMENTS)
        for name, act, how in PICTURES:
            keep(name, looked_at(started, act, how))


@contextmanager
def served() -> Iterator[None]:
    """A town that was grown just now, so that its dates are fresh; stopped and thrown away afterwards."""
    shutil.rmtree(DATA, ignore_errors=True)
    command = [sys.executable, "-P", "-m", "minsheng.launch.serve", "--port", str(PORT), "--data", str(DATA)]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)  # noqa: S603 (our own program)
    try:
        await_first_page(server)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)
        shutil.rmtree(DATA, ignore_errors=True)


def await_first_page(server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{SITE}/about/", timeout=5).close()  # noqa: S310 (our own address)
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit("the site doesn't answer")


def looked_at(started: Browser, act: Act, how: dict[str, str]) -> bytes:
    """What somebody sees after an act, in a look: the first screen, as a PNG."""
    more = DESK if how.get("at") == "desk" else PHONE
    context = started.new_context(locale="zh-CN", reduced_motion="reduce", **more)  # type: ignore[arg-type]  # a plain dict of options
    looks = {name: value for name, value in how.items() if name != "at"}
    context.add_cookies([{"name": name, "value": value, "url": SITE} for name, value in looks.items()])
    page = context.new_page()
    act(page)
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def keep(name: str, picture: bytes) -> None:
    """Store it with as many colours as fit into the size that a README may have."""
    image, small = Image.open(BytesIO(picture)).convert("RGB"), b""
    for colours in (256, 128, 64, 32, 16):
        out = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        small = out.getvalue()
        if len(small) <= MOST_BYTES:
            break
    (SCREENS / f"{name}.png").write_bytes(small)
    sys.stdout.write(f"{name}.png {len(small) // 1000} kB\n")


def sign_in(page: Page, group: str) -> None:
    """By the first demo account of a group."""
    page.goto(f"{SITE}/signin/")
    card = page.locator("main .card", has=page.get_by_role("heading", name=group))
    with page.expect_navigation():
        card.get_by_role("button").first.click()


def home(page: Page) -> None:
    """With a community chosen, so that its station and deputies show."""
    page.goto(f"{SITE}/here/")
    street = page.locator("details.here-street").nth(1)
    street.locator("summary").click()
    with page.expect_navigation():
        street.get_by_role("button").first.click()
    page.goto(SITE)


def report(page: Page) -> None:
    page.goto(f"{SITE}/report/")
    page.locator("textarea[name=text]").fill(TEXT)
    photo = picture("shrub", after=False)
    page.locator("main input[type=file]").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo.read()}
    )
    page.locator("ul.photos > li:has(input)").wait_for()


def my_matter(page: Page) -> None:
    """The resident's newest matter that has pictures of before and after; else the newest."""
    sign_in(page, RESIDENT)
    page.goto(f"{SITE}/mine/")
    found = [str(row.get_attribute("href")) for row in page.locator("ul.rows a.row-link").all()]
    for address in [*found, *found[:1]]:
        page.goto(SITE + address)
        if page.locator(".pair").count():
            break


def inbox(page: Page) -> None:
    """The first matter of the inbox, open beside the list."""
    sign_in(page, OFFICE)
    page.goto(f"{SITE}/desk/")
    page.locator("a.row-link").first.click()
    page.locator("article.matter").wait_for()


def opinions(page: Page) -> None:
    """The oldest first, since these have been answered; one of them open."""
    sign_in(page, OFFICE)
    page.goto(f"{SITE}/opinions/?sort=oldest")
    page.locator("a.row-link").nth(1).click()
    page.locator("article.matter").wait_for()


def around(page: Page) -> None:
    """The map once its marks are drawn."""
    page.goto(f"{SITE}/public/map/")
    page.locator(".leaflet-marker-icon").first.wait_for()


def register(page: Page) -> None:
    """The form of somebody who registers a visitor."""
    sign_in(page, OFFICE)
    page.goto(f"{SITE}/register/")


PICTURES: list[tuple[str, Act, dict[str, str]]] = [
    ("home", home, {}),
    ("report", report, {}),
    ("my-matter", my_matter, {}),
    ("inbox", inbox, {"at": "desk"}),
    ("opinions", opinions, {"at": "desk"}),
    ("register", register, {"at": "desk"}),
    ("map", around, {"at": "desk"}),
    ("large-print", home, {"elder": "on"}),
    ("dark", inbox, {"at": "desk", "theme": "dark"}),
    ("my-matter-dark", my_matter, {"theme": "dark"}),
    ("home-english", home, {"language": "en"}),
]

if __name__ == "__main__":
    main()
