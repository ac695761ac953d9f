"""An early plugin (see addopts): settings are read before any conftest, so the database must be there first."""

import os
import sys
from pathlib import Path

from minsheng.launch import postgres

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.setdefault("MINSHENG_DATA", str(ROOT / "var" / "test")))
(DATA / "static").mkdir(parents=True, exist_ok=True)  # the file server says so when its folder is missing
if sys.dont_write_bytecode:  # nothing beside the sources, then; else each of a hundred programs compiles it all again
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(DATA / "compiled")
    os.environ |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": sys.pycache_prefix}
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = postgres.start(DATA, throwaway=True)
