from typing import Any

from django.dispatch import receiver

from minsheng.instruments.gateways import actions
from minsheng.kernel.workflow import Taken, bell


@receiver(bell, dispatch_uid="gateways")
def carry(acts: tuple[Taken, ...], **_: Any) -> None:
    """What happens to an order is told to the system that its unit works on."""
    for taken in acts:
        actions.carry(taken)
