"""Two at once, on the real database: what works once works for one of them."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from minsheng.ground.people import actions as people
from minsheng.ports.signin import actions
from minsheng.ports.signin.tests.devices import PASSWORD, enrolled, shown


def at_once(act) -> list:
    def run(number: int):
        try:
            return act(number)
        except actions.NoLink:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(run, range(6)))


def test_a_one_time_link_is_used_by_one_of_six(committed):
    token = actions.make_link(people.register_staff("signin.race", "li")).split("/")[3]
    used = [p for p in at_once(lambda n: actions.use_link(token, f"signin.race{n}", PASSWORD)) if p]
    assert len(used) == 1


def test_a_code_of_the_device_opens_once_for_six(committed):
    clerk = people.register_staff("signin.race", "li")
    code = shown(enrolled(clerk))
    assert sorted(at_once(lambda n: actions.use_factor(clerk, code, f"10.0.2.{n}"))) == [False] * 5 + [True]
