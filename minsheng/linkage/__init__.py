"""Linkage of district and streets (区街联动)."""
