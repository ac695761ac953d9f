"""Orders: one piece of work given to one unit, in one round, for any matter above.

The congress office issues the lead order, by default to the street office's desk; a desk redirects to its own units
and adds co-handling ones; units accept, send back or answer; only the congress office passes an answer.
Promises: at most one open order a unit and round; the room knows only (kind, number) of the matter.
"""
