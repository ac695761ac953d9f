"""The contracts of .importlinter, tried on a planted house: forbidden imports are found, legal ones are not."""

from pathlib import Path
from uuid import uuid4

import pytest
from importlinter import cli as _configures  # noqa: F401 (importing it registers import-linter's own parts)
from importlinter.application.output import console
from importlinter.application.use_cases import lint_imports

from .plan import FLOORS, ROOT, SINGLE, STAIRS

ROOMS = ["launch", *(floor for floor in set.union(*FLOORS))]
ROOMS += [f"{floor}.{room}" for floor, stairs in STAIRS.items() for room in set.union(*stairs)]
ROOMS += ["ports.service", "ports.governance", "ports.signin", "supervision.reports", "supervision.livelihood"]

LEGAL = {
    "ground.people.queries": "from minsheng.ground.places import queries",
    "instruments.opinions.actions": "import minsheng.instruments.publishing, minsheng.instruments.dispatch",
    "ports.service.views": "from minsheng.instruments.opinions import actions\nfrom minsheng.ui import words",
    "ground.duties.receivers": "def hear():\n    from minsheng.kernel.workflow import bell",
    "supervision.reports.actions": "from minsheng.instruments.dispatch import actions",
    "launch.serve": "from minsheng.launch import postgres",
    "config.urls": "from minsheng.demo import views",
}
PLANTED = [
    # where it is written, what it says, the complaint
    ("ground.duties.queries", "import minsheng.instruments.dispatch", "ground -> instruments:"),
    ("ground.people.actions", "from minsheng.ground import journal", "ground.people -> ground.journal:"),
    ("instruments.publishing", "import minsheng.instruments.follows", "instruments.publishing -> instruments.follows:"),
    ("ports.service.views", "from minsheng.ports import governance", "ports.service -> ports.governance:"),
    ("supervision.reports", "import minsheng.supervision.livelihood", "supervision.reports -> supervision.livelihood:"),
    ("linkage.views", "from minsheng.supervision import reports", "linkage -> supervision:"),
    ("ui.views", "def imported_in_a_function():\n    from minsheng.ground import files", "ui -> ground:"),
    ("kernel.http", "from typing import TYPE_CHECKING as T\nif T:\n    import minsheng.ui", "kernel -> ui:"),
    ("launch.serve", "from minsheng.config import settings", "launch -> config:"),
    ("config.settings", "from minsheng.launch import postgres", "config.settings -> launch (l.1)"),
    ("ground.garage", "", "not listed as layers: - ground.garage"),
    ("ports.kiosk", "", "not listed as layers: - ports.kiosk"),
    ("cellar", "", "not listed as layers: - cellar"),
]


def build(root: Path, files: dict[str, str]) -> None:
    """A house of empty rooms with the contracts of ours, and some files in it. Its package has a name of its own."""
    modules = {"": "", **dict.fromkeys(ROOMS, ""), **files}
    for name, text in modules.items():
        path = root / root.name / name.replace(".", "/")
        path.mkdir(parents=True, exist_ok=True)
        (path / "__init__.py").write_text(text.replace("minsheng", root.name))
    (root / ".importlinter").write_text((ROOT / ".importlinter").read_text().replace("minsheng", root.name))


def lint(root: Path) -> tuple[bool, str]:
    """Whether the house at `root` keeps its contracts, and import-linter's report in short."""
    with console.capture() as captured:
        kept = lint_imports(str(root / ".importlinter"), cache_dir=None, no_logo=True)
    report = " ".join(captured.get().split())
    return kept, report.replace(f"{root.name}.", "").replace(" is not allowed to import ", " -> ")


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that Python imports from; its name is the name of the house to build in it."""
    root = tmp_path / f"house_{uuid4().hex}"
    root.mkdir()
    monkeypatch.syspath_prepend(root)
    return root


def test_our_own_house_keeps_its_contracts():
    kept, report = lint(ROOT)
    assert kept, report


def test_legal_neighbours_are_accepted(planted: Path):
    build(planted, LEGAL)
    kept, report = lint(planted)
    assert kept, report


@pytest.mark.parametrize(("module", "text", "complaint"), PLANTED)
def test_a_planted_import_or_room_breaks_a_contract(planted: Path, module: str, text: str, complaint: str):
    build(planted, {module: text})
    kept, report = lint(planted)
    assert (kept, complaint in report) == (False, True), report


def test_the_floor_plan_holds_every_floor_of_the_house():
    assert set.union(*FLOORS) | {"launch"} >= SINGLE | set(STAIRS)
