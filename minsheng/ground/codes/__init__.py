"""Codes: a short code to scan or type that leads to a station, a deputy, an activity or one matter, for good."""
