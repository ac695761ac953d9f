"""What is counted of orders."""

from minsheng.ground.figures.figures import count
from minsheng.instruments.dispatch.models import Order

count(Order.kind(), "approve", "orders.passed")
