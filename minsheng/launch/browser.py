"""The browser of the tests: the system's Chromium with fonts for Chinese."""

import os
import shutil
import subprocess

from minsheng.launch.places import say

LIGHT = "chromium-headless-shell"
"""The same browser without windows: a page costs a third of the time."""
NAMES = (LIGHT, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONTS = "fonts-noto-cjk"


def path() -> str:
    """Where it is; MINSHENG_CHROMIUM names another one. Empty when there is none."""
    named = os.environ.get("MINSHENG_CHROMIUM", "")
    return named or next((found for name in NAMES if (found := shutil.which(name))), "")


def install() -> None:
    """By Debian's packages when root; otherwise say what is missing."""
    may = os.geteuid() == 0 and bool(shutil.which("apt-get"))
    if may and not (path() and _has_fonts()):
        say("正在安装 Chromium 和中文字体……", "Installing Chromium and fonts for Chinese …")
        _apt("update")
        _add(FONTS)
        _add(LIGHT)
        if not path():
            _add("chromium")
    elif may and not _is_light(path()):
        _add(LIGHT)  # at once or not at all: another browser is there
    if not path() or not _has_fonts():
        say(f"缺少浏览器或中文字体，请安装：{LIGHT} {FONTS}", f"please install {LIGHT} (or chromium) and {FONTS}")


def _is_light(browser: str) -> bool:
    """Whether nothing lighter is to be had: it is the light one, or somebody named another on purpose."""
    return bool(os.environ.get("MINSHENG_CHROMIUM")) or browser.endswith(LIGHT)


def _has_fonts() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], check=False, capture_output=True, text=True)
    return bool(listed.stdout.strip())


def _add(package: str) -> None:
    """Beside what is there: nothing is taken away for it."""
    _apt("install", "-y", "--no-install-recommends", "--no-remove", package)


def _apt(*arguments: str) -> None:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", "-o", "Acquire::Retries=0", *arguments]
    subprocess.run(command, check=False, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
