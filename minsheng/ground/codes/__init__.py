"""Short codes on posters and receipts: what a phone scans or a hand types, and where it leads.

Words: a code is *made* for a thing (a station, a deputy, an activity, one matter's receipt), *typed* or scanned, and
*replaced* when its posters must stop working. Promises: a thing has one living code; codes are rows, so what is printed
survives every move of the system; a replaced one keeps answering that it was replaced, and by what.
"""
