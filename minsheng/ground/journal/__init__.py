"""The journal: what was done, when, by which desk. Append-only.

Entry: one act, made of ids and enums. Words: what was said with it, erasable once. Signature: who a desk was.
Promises: no entry is ever changed or removed; erasing somebody's words leaves the proof that the act happened.
"""
