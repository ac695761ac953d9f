"""`python -m tests.house` prints every complaint, without Django, database or pytest: fast enough for a save hook."""

import sys

from .test_house import RULES, complaints

if __name__ == "__main__":
    found = {name: complaints(name) for name in RULES}
    for name, said in found.items():
        sys.stdout.write("".join(f"{complaint}  [{name}]\n" for complaint in said))
    sys.exit(any(found.values()))
