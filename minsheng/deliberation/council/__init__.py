"""The residents' council (居民议事会): its members, its meetings, what they said and what became of it.

Promises: who becomes a member was recommended, vetted and announced; nobody misses the meeting that the law asks for.
"""
