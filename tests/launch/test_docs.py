"""What docs/operations.md says that a place can set is what the code reads."""

import re

from minsheng.launch.places import ROOT

NAME = re.compile(r"\b(?:MINSHENG_[A-Z_]+|DATABASE_URL)\b")
OURS = {"MINSHENG_DEBUG", "MINSHENG_CHROMIUM"}
"""For those who work on the code."""


def named(*paths):
    return {name for path in paths for name in NAME.findall(path.read_text())}


def test_every_setting_is_told_and_every_setting_told_is_one():
    code = [path for path in (ROOT / "minsheng").rglob("*.py") if "tests" not in path.parts]
    assert named(ROOT / "docs" / "operations.md") == named(*code) - OURS
