"""Notices: telling people that something happened to a matter, in the app and by text message (SMS).

Words: a notice is what a person finds in the app; a message is an SMS on its way; a preference says who wants them.
Promises: neither holds a matter's text, title or place, nor anybody's name: titles are read live, and only by who may
still see the matter. A message is written in the transaction of what it tells, sent at least once, never at night
(sign-in codes aside), and emptied when it has gone; telephone numbers are looked up at sending, never kept.
"""
