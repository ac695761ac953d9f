"""Escalations (督办、提级): a matter raised to a named desk, by hand or by a rule.

Words: level 1 is the attention of the street's working committee, level 2 that of the district desk; an instruction is
what the desk says is to be done, and by when.
Promises: at most one open escalation a matter and level; raising moves nothing else, the matter goes on beside it;
nothing is raised to a desk that may not see it.
"""
