"""bin/bench: what things cost in a demo town of its own, which is made the first time and stays as it is."""

import argparse
from pathlib import Path

from minsheng.launch import environment, prepare
from minsheng.launch.places import default_data


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--data", type=Path, default=default_data() / "bench", help="where its town is kept")
    parser.add_argument("--rounds", default="15", help="how often each thing is done; the middle one counts")
    options = parser.parse_args()
    data = environment.open_folder(options.data)
    with environment.database(data) as base:
        env = environment.variables(data, base, MINSHENG_ADDRESS="http://127.0.0.1:8000")
        prepare.everything(data, base, env, empty=False)
        prepare.manage(env | {"MINSHENG_LOG": "WARNING"}, "bench", "--rounds", options.rounds, quiet=False)


if __name__ == "__main__":
    main()
