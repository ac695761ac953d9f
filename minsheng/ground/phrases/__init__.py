"""Phrases (常用语): sentences that an official or a unit uses again and again, put into a form with one tap.

Three shelves: everybody's are a rule (`phrases`), a unit's are kept by its people, the rest are one person's own.
Promises: nobody sees another unit's or person's; a phrase is words to begin with, what is sent is what stands in the
form; without a script the form comes back with the phrase in it and nothing typed lost.
"""
