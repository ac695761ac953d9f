"""Where: the tree of places, who lives in which part of it, and the stations that stand there.

Words
- A *place* is a district, a street (the area of a street office), a community or a grid, each within the one before.
  Codes are those of the National Bureau of Statistics where it gives one, and dated: a place renamed or redrawn becomes
  a new row with the same code, and `FormerCode` keeps codes that were given up.
- A *boundary* is the outline of a place in CGCS2000 longitude and latitude (EPSG:4490; what a phone's GPS gives is
  near enough). A schematic one is a sketch for demonstration and says so wherever it is shown.
- A *station* is where deputies meet residents. Stations form a tree whose level names are data.
- A *tally* counts the numbers given out: one a series, letter and year.

Promises
- A point inside the district falls into exactly one street; on a border always into the same one.
- A number is given out once, also to two hundred at the same moment, and has no gaps but those of undone transactions.
- What is shown for a code on a day is what was true on that day.
- Demo places, boundaries and stations come only from `actions.load_demo()`.
"""
