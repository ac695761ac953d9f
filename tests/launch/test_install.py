"""Nothing is installed twice, and what tests need stays once it is there."""

import pytest

from minsheng.launch import install, suite
from minsheng.launch.places import ROOT, cores


@pytest.mark.parametrize(
    ("stamped", "wanted", "current"),
    [
        (("a", False), ("a", False), True),
        (("a", True), ("a", False), True),
        (("a", False), ("a", True), False),
        (("a", True), ("b", True), False),
    ],
)
def test_a_folder_is_current_when_its_lock_is_the_same_and_it_has_what_is_wanted(tmp_path, stamped, wanted, current):
    lock, dev = stamped
    install._remember(tmp_path, lock, dev=dev)
    lock, dev = wanted
    assert install._current(tmp_path, lock, dev=dev) is current


def test_an_interrupted_installation_is_not_current(tmp_path):
    install._remember(tmp_path, "a", dev=True)
    install._forget(tmp_path)
    assert not install._current(tmp_path, "a", dev=False)


@pytest.mark.parametrize("given", [["-n", "2"], ["-k", "journal"], ["tests/launch/test_install.py::test_x"]])
def test_a_part_of_the_suite_runs_as_asked(given, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert suite.arguments(given) == [given]


@pytest.mark.parametrize("given", [[], ["-x"]])
def test_the_whole_suite_runs_on_all_cores_and_then_what_must_be_alone(given, monkeypatch):
    monkeypatch.chdir(ROOT)
    side_by_side, alone = suite.arguments(given)
    spread = ["-n", str(cores() + 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    folding = "minsheng/ground/figures/tests/test_folding.py"
    assert [side_by_side, alone] == [[*spread, "-m", "not alone", *given], ["-m", "alone", *given, folding]]


def test_paths_are_meant_from_where_the_person_stands(monkeypatch):
    monkeypatch.chdir(ROOT / "tests")
    assert suite.arguments(["launch/test_install.py::test_x"]) == [["tests/launch/test_install.py::test_x"]]
