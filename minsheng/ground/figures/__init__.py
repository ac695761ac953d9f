"""Figures: how much of what was done, where, by whom, from one day to another.

Words: a *measure* is something that is counted ("opinions.submitted"); a *delta* is one count of it, written in the
transaction of the step that caused it; a *total* is many deltas of one day and spot, added up later by a job; a
*figure* is what is read: totals, and the deltas that no total holds yet. A *spot* is district, place, unit, category.
Rooms say what they count in their own `figures.py`, imported when the room gets ready:

    count(Opinion.kind(), "submit", "opinions.submitted")
    count(Opinion.kind(), "call_back", "opinions.called_back", at=...)  # for the day of the rating, not of the call
    moves(Opinion.kind(), "triage")  # the category is known from here on: what was counted moves to it

Promises: deltas are only ever added (the table refuses the rest), a correction is a reversal and a new one, on the day
they count for; reading is exact at every moment, folded or not; no row is written by two matters, so counting never
makes one wait for another; `queries.recount` finds the same from the journal.
"""
