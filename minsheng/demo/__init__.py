"""The demo town: a repeatable year of everything, made by the rooms' own actions with the clock moved.

`cast` is who is there, `stories` what they write, `year` the plan of what happens when, `life` one opinion's course,
`grow` lets the plan happen, `gatherings` what takes place. The first page waits for `grow.FIRST` opinions: what still
stands, at every stage in every street, and the latest of what is over. The job `demo.year` grows the rest of the year
behind all other work, each opinion in one transaction, so that it can be killed at any time; its log says how far it
is. Numbers are given out for the whole year before, so that they follow the time.
"""
