"""What is counted of the council: meetings, and by their confirmed minutes who was there and what was said."""

from minsheng.deliberation.council.models import Meeting
from minsheng.ground.figures.figures import count

count(Meeting.kind(), "hold", "council.meetings")
count(Meeting.kind(), "confirm", "council.members_there", lambda taken: int(taken.facts.get("there", 0)))
count(Meeting.kind(), "confirm", "council.opinions", lambda taken: int(taken.facts.get("said", 0)))
