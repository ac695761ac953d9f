"""Duties (待办): who must act next on something, and until when.

Promises: an open subject has at most one open duty, by constraint; a duty opens and closes in the transaction of the
step that caused it; a lapsed one is acted on by the sweep, once, however often the sweep runs.
"""
