"""Under which names pages are served: those of this machine, of the public address, and those that are listed."""

import socket

import pytest

from minsheng.config.settings import hosts
from minsheng.launch import serve

HERE = ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    ("address", "more", "names"),
    [
        ("http://127.0.0.1:8000", "", HERE),
        ("https://town.example", "", [*HERE, "town.example"]),
        ("https://town.example/", "10.1.2.3 .town.example", [*HERE, "town.example", "10.1.2.3", ".town.example"]),
        ("http://[fd00::1]:8000", "", [*HERE, "[fd00::1]"]),
    ],
)
def test_pages_answer_to_this_machine_the_public_address_and_what_is_listed(address, more, names):
    assert hosts(address, more) == names


@pytest.mark.parametrize(("host", "name"), [("10.1.2.3", "10.1.2.3"), ("fd00::1", "[fd00::1]"), ("town", "town")])
def test_who_listens_on_one_address_answers_to_it(host, name):
    assert serve.names(host) == [name]


@pytest.mark.allow_hosts(["192.0.2.1"])  # asked for the way there; nothing is sent
def test_who_listens_everywhere_answers_to_the_machines_own_name_and_says_how_to_add_others(monkeypatch, capsys):
    monkeypatch.delenv("MINSHENG_HOSTS", raising=False)
    monkeypatch.setattr(socket, "gethostname", lambda: "town-7")
    assert serve.names("::")[0] == "town-7"
    assert "*" not in serve.names("::")
    serve._tell_names("::")
    assert "answers to these names; list others in MINSHENG_HOSTS" in capsys.readouterr().out


def test_the_hint_is_not_for_those_who_listed_names_or_listen_on_one_address(monkeypatch, capsys):
    monkeypatch.delenv("MINSHENG_HOSTS", raising=False)
    serve._tell_names("127.0.0.1")
    monkeypatch.setenv("MINSHENG_HOSTS", "town.example")
    serve._tell_names("::")
    assert capsys.readouterr().out == ""


def test_another_name_is_refused_with_a_page(client, db):
    answer = client.get("/public/", headers={"host": "evil.example"})
    assert (answer.status_code, b"refused-code" in answer.content) == (400, True)
