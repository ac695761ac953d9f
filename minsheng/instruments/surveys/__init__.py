"""Surveys (问卷): the same questions put to many, by street and activity: words, a choice, a rating.

Promises: one answer a person; who answered what is read by nobody; every share shows its n.
"""
