"""Follows: residents who want to hear how a matter goes on; its author always is one of them.

Promises: to follow one must see the matter, or it must be public; who follows is nobody else's business; followers
hear of public steps only, never of their own ones, and nothing at all of a matter that they may no longer see.
A room whose matters can be public says which: `access.PUBLIC[Opinion.kind()] = is_public`, a function of the number.
"""
