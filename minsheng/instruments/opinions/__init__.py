"""Opinions (意见建议): what residents report, from sending to rating.

A deputy receives and passes on, the congress work office triages and hands over, departments handle by orders, the
office checks, the resident rates. Promises: the original text never changes; a deputy never handles, hands over or
closes; a hidden opinion reaches no department, list, search or message.
"""
