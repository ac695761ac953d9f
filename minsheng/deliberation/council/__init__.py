"""The residents' council (居民议事会): its members, its meetings, what they said and what became of it.

Words: a nomination is a recommendation on its way to a seat; a meeting is an activity with an agenda, materials,
members asked by person, and minutes; a convening is the duty of a year to hold one.
Promises: who becomes a member was recommended, vetted and announced, and the street committee decided it; nobody who
is recommended learns who objected; nobody misses the meeting that the law asks for.
"""
