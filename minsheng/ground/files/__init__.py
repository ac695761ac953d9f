"""Photos that people add: kept before they belong to anything, then attached to a matter, seen by who may see it.

Words: a photo is *kept* by whoever sent it (a person, or the holder of a session), *attached* to a matter in a role
("before", "after"), *copied* for what the public sees, *removed*, and in the end *swept*.

Promises: what is stored was decoded and drawn anew, so nothing hides in it and no metadata is left; a row exists only
after its file is safely on disk; the place and time found in a photo are never shown to the public; an unattached
photo is seen by its keeper only, an attached one by whom the matter's own room lets in (`access.guard`), everyone
else gets 404; photos survive a failed form and an expired session, as signed tokens.
"""
