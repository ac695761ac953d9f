"""The inbox, and steps taken with several matters at once."""
