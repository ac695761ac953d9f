"""The panoramic window (全景视窗): one screen over it all, live, read from five metres. It writes nothing.

Words: a *counter* is a number of `ground.figures`, of this year and of today, that one of the four modules shows; the
*ticker* is the public journal as it happens; the *stamp* says when what is shown was last confirmed.
Promises: an act shows within five seconds; every number opens the list of what it counts; what the ticker and the map
say is public, names nobody, and of a matter that is confidential there is nothing but its part in the sums of a street.
A wall that cannot reach us says so.
"""
