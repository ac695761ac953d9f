"""Activities (活动): reception shifts, meetings, visits, standing platforms: when, where, who comes, what was said.

Words: a host (a station's coordinator, a street's congress work office) *announces* an activity, *invites* deputies
or *assigns* them to a shift of the roster; it is *opened* and *closed* by hand or by the clock; people *check in* by a
code that changes every half minute, or are noted by hand; minutes are *drafted* and *confirmed*. Promises: who is
invited and who came is read only by those who organise; of a public activity everyone sees when, where, and which
deputies receive.
"""
