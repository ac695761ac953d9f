"""Journeys: real people at real browsers, from the first tap to the last."""
