"""The page of the numbers, the lists behind them, and the table as a file."""

from minsheng.panorama.insights.views.export import as_csv
from minsheng.panorama.insights.views.listing import listed
from minsheng.panorama.insights.views.page import insights

__all__ = ["as_csv", "insights", "listed"]
