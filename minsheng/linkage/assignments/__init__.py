"""Assignments (任务交办): what the district asks of its streets, one child a street, each with its own clock.

Promises: a street's part is a matter of its own; what was collected for it is in the one pool of opinions.
"""
