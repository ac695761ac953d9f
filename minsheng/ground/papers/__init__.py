"""Papers: official documents in the layout of GB/T 9704, each with a number of its own.

A paper is one kind of document about one subject; what it says comes from the subject's room as words, and so does the
mark of its series. Promises: numbers of a series and year have no gaps and are given once; the same paper keeps its
number, and what it says now is its next edition; words are not kept here, only their digest, so that what is erased
where it belongs is nowhere else.
"""
