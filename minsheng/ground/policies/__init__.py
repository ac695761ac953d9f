"""Policies: every number that differs by city and changes by year, as data with a source.

Words: a policy is a value under a key, for a place or for all, from a moment on; `confirmed` says whether the customer
has agreed to it. A category is a node of the taxonomy of matters. The work calendar says which days are worked.

Promises: what once held is never changed or deleted (the table refuses it) and nothing is decided for the past, so
that a deadline can be explained years later. The nearest place wins: a street's own value, else the district's, else
the general one. A year without calendar data makes a deadline provisional and never fails. A moved clock exists only
in data marked as demo.
"""
