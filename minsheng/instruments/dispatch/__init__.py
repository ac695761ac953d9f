"""Orders: one piece of work given to one unit, in one round, for any matter above.

The congress office issues the lead order, by default to the street office's desk; a desk redirects to its own units
and adds co-handling ones; units accept, send back or answer; only the congress office passes an answer. What comes
back too often is decided jointly, and that binds. Parts of an order with a duty of their own: an `Extension`, more
time that is asked for; a `Promise`, what a planned answer has to keep.
Promises: at most one open order a unit and round; a round is done when all its orders have passed and all its promises
are kept; the room knows only (kind, number) of the matter.
"""
