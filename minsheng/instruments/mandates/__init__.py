"""Mandates (交办依据): what gives a body the right and the duty to act, an item of a plan or a meeting's decision.

Promises: a mandate, once cited, is never changed; one that no longer holds is ended, and stays readable.
"""
