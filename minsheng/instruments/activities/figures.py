"""What is counted of activities."""

from minsheng.ground.figures.figures import count
from minsheng.instruments.activities.models import Activity

count(Activity.kind(), "announce", "activities.announced")
count(Activity.kind(), "close", "activities.held")
count(Activity.kind(), "check_in", "activities.attended")
count(Activity.kind(), "mark", "activities.attended")
