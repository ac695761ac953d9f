"""The browser of the tests: the system's Chromium with fonts for Chinese."""

import os
import shutil
import subprocess

from minsheng.launch.places import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")


def path() -> str:
    """Where it is; MINSHENG_CHROMIUM names another one. Empty when there is none."""
    named = os.environ.get("MINSHENG_CHROMIUM", "")
    return named or next((found for name in NAMES if (found := shutil.which(name))), "")


def install() -> None:
    """By Debian's packages when root; otherwise say what is missing."""
    if path() and _has_fonts():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("正在安装 Chromium 和中文字体……", "Installing Chromium and fonts for Chinese …")
        _apt("update")
        _apt("install", "-y", "--no-install-recommends", *PACKAGES)
    if not path() or not _has_fonts():
        say("缺少浏览器或中文字体，请安装：chromium fonts-noto-cjk", f"please install {' '.join(PACKAGES)} (or like)")


def _has_fonts() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], check=False, capture_output=True, text=True)
    return bool(listed.stdout.strip())


def _apt(*arguments: str) -> None:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *arguments], check=False, env=env, stdout=subprocess.DEVNULL)
