"""Phrases (常用语): sentences that an official or a unit uses again and again, put into a form with one tap."""
