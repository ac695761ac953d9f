"""Escalations (督办、提级): a matter raised to a named desk, by hand or by a rule.

Promises: at most one open escalation a matter and level; raising moves nothing else, the matter goes on beside it.
"""
