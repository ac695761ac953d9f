"""Workers beside each other, on the real database: a message goes out once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connections

from minsheng.ground.notices import actions
from minsheng.ground.notices.models import Message
from minsheng.kernel import clock


def test_four_workers_send_every_message_once(committed, settings, tmp_path):
    settings.DATA = tmp_path
    settings.SMS_BACKEND = "minsheng.ground.notices.sms.Console"
    now = clock.now()
    Message.objects.bulk_create(
        Message(phone="19900000091", text=f"word {n}", made_at=now, send_after=now, until=now + timedelta(minutes=5))
        for n in range(40)
    )

    def work(_worker: int) -> int:
        try:
            return actions.deliver()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(work, range(4)))
    words = [line.split("\t")[2] for line in (tmp_path / "sms.log").read_text().splitlines()]
    assert (done, sorted(words)) == (40, sorted(f"word {n}" for n in range(40)))
    assert Message.objects.waiting().count() == 0
