"""Jobs: long work with progress that can be resumed: who began it, how far it is, which rows failed.

Words: a *job* is long work of one *kind*; the room that can do it registers a *work*, a function that makes its
*turns*, one transaction each. `done` counts what is behind it, so that another worker goes on where one was killed.
Promises: the turn's own writes and the job's progress are committed together, so nothing is counted twice or lost; a
job works for a few seconds and then lets others go first; who began it sees it, and administrators do; reasons of rows
that failed hold no personal data.
"""
