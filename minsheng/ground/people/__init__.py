"""People and what they act as.

A person may hold several posts; one appointment acts at a time, as an `Actor`. Duties belong to posts, units or one
resident, so that staff can change, be away and be substituted. Contact data is a table of its own.

Promises: a deputy whose office is suspended or ended does not act as one; posts of officials act only in a session
with a second factor; nothing here knows what a matter is.
"""
