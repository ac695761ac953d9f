"""What is counted of escalations."""

from minsheng.ground.figures.figures import count
from minsheng.instruments.escalations.models import Escalation

count(Escalation.kind(), "escalate", "escalations.raised")
count(Escalation.kind(), "settle", "escalations.settled")
