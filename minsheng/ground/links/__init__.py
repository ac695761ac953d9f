"""Signed links: the page of one matter for the person it was sent to, without an account.

Words: a link is *made* for a person and a matter, *redeemed* when it is opened, *revoked* when it must stop working.
Promises: whoever holds a link sees that one matter and is signed in as nobody; only a digest of its token is stored,
and the token is in no log; a link ends after the time that the rule `link.life` gives.
"""
