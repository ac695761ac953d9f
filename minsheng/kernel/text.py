"""Words of a text, for indexing and for searching; numbers that reach or name somebody are no words."""

import re
from unicodedata import normalize

import rjieba

WORD, GAP = re.compile(r"\w"), r"[ .\u2010-\u2015-]{0,2}"  # below: mobile, or area and local | local | identity
CALL = rf"(?<!\d)(?:(?:(?:86)?1[3-9]\d|0\d\d\d?\)?)(?:{GAP}\d){{7,8}}|[3-8]\d{{3}}[ -]?\d{{4}}|\d{{17}}[\dx])(?!\d)"


def words(text: str) -> str:
    """The text's words, Chinese ones cut apart, separated by spaces; the same for what is kept and what is asked."""
    return " ".join(filter(WORD.search, rjieba.cut_for_search(re.sub(CALL, " ", normalize("NFKC", text).lower()))))
