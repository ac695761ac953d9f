"""The rooms of the house, bottom-up: receivers of the bell run in this order."""

GROUND = (
    "places",
    "people",
    "policies",
    "files",
    "links",
    "codes",
    "jobs",
    "phrases",
    "papers",
    "journal",
    "figures",
    "duties",
    "notices",
)
INSTRUMENTS = (
    "follows",
    "publishing",
    "handovers",
    "mandates",
    "activities",
    "surveys",
    "dispatch",
    "escalations",
    "gateways",
    "opinions",
    "imports",
)
LINKAGE = ("assignments",)
DELIBERATION = ("council",)
PANORAMA = ("insights", "wall")
PORTS = ("signin", "service", "governance")

ROOMS = (
    "minsheng.ui",
    *(f"minsheng.ground.{name}" for name in GROUND),
    *(f"minsheng.instruments.{name}" for name in INSTRUMENTS),
    *(f"minsheng.linkage.{name}" for name in LINKAGE),
    *(f"minsheng.deliberation.{name}" for name in DELIBERATION),
    *(f"minsheng.panorama.{name}" for name in PANORAMA),
    *(f"minsheng.ports.{name}" for name in PORTS),
    "minsheng.demo",
)
