"""Words of a text, for indexing and for searching; numbers that reach or name somebody are no words."""

import re
from unicodedata import normalize

import rjieba

WORD, GAP = re.compile(r"[^\W_]+"), r"[ .\u2010-\u2015-]{0,2}"  # below: mobile, or area and local | local | identity
CALL = rf"(?<!\d)(?:(?:(?:86)?1[3-9]\d|0\d\d\d?\)?)(?:{GAP}\d){{7,8}}|[3-8]\d{{3}}[ -]?\d{{4}}|\d{{17}}[\dx])(?!\d)"


def words(text: str, *, asked: bool = False) -> str:
    """All the words in a text, separated by spaces, as a tsvector is written; or, of what is asked for, its own."""
    said = re.sub(CALL, " ", normalize("NFKC", text).lower())
    found = rjieba.cut(said, hmm=False) if asked else rjieba.cut_all(said)
    return " ".join(WORD.findall(" ".join(dict.fromkeys(found))))
