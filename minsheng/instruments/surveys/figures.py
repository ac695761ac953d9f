"""What is counted of surveys."""

from minsheng.ground.figures.figures import count
from minsheng.instruments.surveys.models import Survey

count(Survey.kind(), "open", "surveys.opened")
count(Survey.kind(), "reply", "surveys.answered")
