"""The floor plan as data: who is above whom, what files may be called, the few exceptions and their reasons."""

import re
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

_contracts = ConfigParser()
_contracts.read(ROOT / ".importlinter")


def _layers(contract: str) -> list[set[str]]:
    """The layers of one contract, from the top; brackets only say that a room is not built yet."""
    lines = _contracts[f"importlinter:contract:{contract}"]["layers"].split("\n")
    return [set(re.findall(r"\w+", line)) for line in lines if line.strip()]


FLOORS = _layers("floors")
STAIRS = {floor: _layers(floor) for floor in ("ground", "instruments", "ports")}
SINGLE = {"config", "demo", "ui", "kernel", "launch"}
"""Floors that are one room; the others hold rooms."""


def room_of(path: str) -> str:
    """The room of "minsheng/ground/people/models.py" or "minsheng.ground.people.models" is "ground.people"."""
    parts = _parts(path)
    return ".".join(parts[:1] if not parts or parts[0] in SINGLE else parts[:2])


def part_of(path: str) -> str:
    """The part of the room: "views" for people/views.py, for people/views/inbox.py and for the import of either."""
    rest = _parts(path)[1 if room_of(path) in SINGLE else 2 :]
    return rest[0] if rest else ""


def _parts(path: str) -> list[str]:
    """The names on the way from minsheng down; a package's __init__ is the package."""
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__").split(".")[1:]


def below(upper: str, lower: str) -> bool:
    """Whether the room `upper` may use the room `lower`: itself, a lower floor, or a lower stair of its own floor."""
    (floor, _, room), (other, _, below_) = upper.partition("."), lower.partition(".")
    if upper == lower:
        return True
    if "launch" in {floor, other}:
        return False
    if floor != other:
        return _level(FLOORS, floor) < _level(FLOORS, other)
    stairs = STAIRS.get(floor, [])
    return _level(stairs, room) < _level(stairs, below_)


def _level(layers: list[set[str]], name: str) -> int:
    """How far from the top; what isn't drawn is on no level, so nothing is above or below it."""
    return next((i for i, names in enumerate(layers) if name in names), len(layers))


EDGES = {"views", "forms", "urls", "admin", "tasks", "receivers", "templatetags", "middleware", "context", "management"}
PYTHON = {"__init__", "apps", "models", "workflow", "access", "actions", "queries", "figures", "fields"} | (
    EDGES - {"templatetags", "middleware", "context"}
)
FOLDERS = {"templates", "static", "tests", "migrations", "locale", "data"}
FORBIDDEN = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "managers",
    "common",
    "base",
    "misc",
    "core",
    "mixins",
}
"""Names that say nothing. A room may be called `service` (a port is); a file may not."""

ADDED = {
    "kernel": {"clock", "errors", "http", "text", "workflow"},
    "ui": {"context", "middleware", "stepping", "storage", "templatetags", "guide", "icons", "preferences", "words"},
    "config": {"settings", "urls", "wsgi", "rooms", "health"},
    "ground.places": {"datum", "sketch", "survey"},
    "ground.policies": {"words"},
    "ground.files": {"camera", "documents", "parts", "photos", "store", "tokens", "uploads"},
    "ground.codes": {"posters"},
    "ground.people": {"actors", "guards", "middleware", "sign_in"},
    "ground.duties": {"reckoning"},
    "ground.notices": {"sms"},
    "ground.papers": {"layout"},
    "ports.service": {"context", "landings"},
    "instruments.publishing": {"masks"},
    "instruments.activities": {"sheets"},
    "instruments.escalations": {"papers"},
    "linkage.assignments": {"papers"},
    "deliberation.council": {"papers"},
    "instruments.imports": {"columns", "rows", "sheets", "store"},
    "instruments.gateways": {"messages", "platforms", "signing"},
    "instruments.opinions": {"hints", "papers", "payloads"},
    "panorama.insights": {"middleware"},
    "panorama.wall": {"outlines"},
    "ports.signin": {"accounts"},
    "ports.governance": {"context", "middleware", "posts", "practice"},
}
"""What single rooms have beside the files of the house table. A new name is a decision: write it here."""

FREE = {"launch", "demo"}
"""Rooms that name their files after what they do; only the forbidden names are refused."""

EXCEPTIONS: dict[str, dict[str, str]] = {
    "addresses_point_down": {
        "minsheng/kernel/http.py": "the one middleware that turns refusals into pages needs the page",
    },
    "tests_mock_nothing_of_ours": {
        "minsheng/kernel/tests/test_clock.py": "clock.shift is a hook that policies installs; this is its test",
    },
    "posts_carry_a_token": {
        "minsheng/ui/templates/ui/": "the look is a cookie without a session; a token would make public pages private",
    },
    "time_comes_from_the_clock": {
        "minsheng/config/health.py": "a job's times are the database's, whatever the clock is moved to",
        "minsheng/ground/files/actions.py": "the age of a file on the disk is real time",
    },
    "code_speaks_english": {
        "minsheng/config/settings.py": "the title of the site and the names of the languages are configuration",
        "minsheng/launch/": "it talks to a terminal before Django and its catalogues are there, in both languages",
    },
}
"""rule -> start of a complaint -> why it stands. An exception that no longer matches anything fails too."""
