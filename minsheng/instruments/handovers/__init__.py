"""Hand-overs (转出): a matter offered to another room, which takes it up or declines it.

Promises: what was handed over keeps its link for good; nothing offered is forgotten, for somebody holds its duty.
"""
